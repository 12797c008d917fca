import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Webhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "#db/testing/eventually";
import { newSecret } from "#lib/sources/secret";

/** Runs the receivers of docs/receivers.md as they stand there, and sends them what Casewire sends. */
const secret = newSecret();
const document = readFileSync("docs/receivers.md", "utf8");
const hasPython = spawnSync("python3", ["--version"]).status === 0;

let folder: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "casewire-receivers-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  for (const [, code = "", name = ""] of document.matchAll(/^```\w+\n((?:\/\/|#) ([\w-]+\.\w+)[\s\S]*?)^```/gm)) {
    writeFileSync(join(folder, name), code);
  }
});
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

type Started = { url: string; database: string; printed: () => string };

async function start(program: string, file: string): Promise<Started> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  const database = join(folder, `${randomUUID()}.db`);
  const env = { ...process.env, PORT: String(port), RECEIVER_SECRET: secret, RECEIVER_DATABASE: database };
  const child = spawn(program, [file], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (text += bytes));
  const url = `http://127.0.0.1:${port}/casewire`;
  await eventually(async () => expect(await fetch(url).catch(() => text)).toBeInstanceOf(Response));
  return { url, database, printed: () => text };
}

type Attempt = { id?: string; at?: Date; signedWith?: string[]; body: string; signed?: string };

async function send(url: string, { id = `msg_${randomUUID()}`, at = new Date(), ...attempt }: Attempt) {
  const { signedWith = [secret], body, signed = body } = attempt;
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signedWith.map((one) => new Webhook(one).sign(id, at, signed)).join(" "),
  };
  return (await fetch(url, { method: "POST", headers, body })).status;
}

const caseEvent = (status: string, sequence: number, refId = "häfen/1") =>
  JSON.stringify({
    type: `kyb.case.${status.toLowerCase()}`,
    timestamp: "2026-11-30T10:00:00.000Z",
    data: { refId, source: "vove", episode: 1, status, previousStatus: null, sequence },
  });

/** On a machine without Python its tests are reported as skipped; on one of CI they fail. */
const receivers = [
  { file: "receiver.mjs", program: "node", prepare: () => {}, runs: true },
  { file: "receiver.py", program: "python3", prepare: replaceImport, runs: hasPython || process.env.CI !== undefined },
];

/** The package is Python's: the file that the document gives in its place is used. */
function replaceImport(): void {
  const path = join(folder, "receiver.py");
  const text = readFileSync(path, "utf8");
  const from = "from standardwebhooks.webhooks import Webhook, WebhookVerificationError\n";
  const to = "from verify import Webhook, WebhookVerificationError";
  expect(text).toContain(from);
  expect(document).toContain(`\`${to}\``);
  writeFileSync(path, text.replace(from, `${to}\n`));
}

describe.each(receivers)("$file", ({ file, program, prepare, runs }) => {
  let receiver: Started;
  const stored = <Row>(query: string): Row[] => {
    const database = new DatabaseSync(receiver.database, { readOnly: true });
    const rows = database.prepare(query).all() as Row[];
    database.close();
    return rows.map((row) => ({ ...row }));
  };

  beforeAll(async () => {
    if (!runs) return;
    prepare();
    receiver = await start(program, file);
  });

  it.runIf(runs)("stores a verified event once, however often it comes, and nothing older over it", async () => {
    const { url } = receiver;
    const second = { id: "msg_second", body: caseEvent("IN_REVIEW", 2) };
    expect(await send(url, second)).toBe(204);
    expect(await send(url, { body: caseEvent("COMPLETED", 3) })).toBe(204);
    expect(await send(url, second)).toBe(204);
    expect(await send(url, { body: caseEvent("IN_PROGRESS", 1) })).toBe(204);
    expect(await send(url, { body: JSON.stringify({ type: "test", timestamp: "now", data: {} }) })).toBe(204);
    expect(stored("select * from cases")).toEqual([
      { source: "vove", ref_id: "häfen/1", status: "COMPLETED", sequence: 3 },
    ]);
    expect(stored("select count(*) as n from received")).toEqual([{ n: 4 }]);
  });

  it.runIf(runs)("takes a request that is signed with the old and the new secret", async () => {
    const body = caseEvent("IN_REVIEW", 1, "rotated");
    expect(await send(receiver.url, { signedWith: [newSecret(), secret], body })).toBe(204);
  });

  it.runIf(runs)("answers 401 to what is forged, changed, too old or unsigned, and stores nothing of it", async () => {
    const { url } = receiver;
    const body = caseEvent("COMPLETED", 9, "forged");
    expect(await send(url, { signedWith: [newSecret()], body })).toBe(401);
    expect(await send(url, { signed: body, body: body.replace(":", ": ") })).toBe(401);
    expect(await send(url, { at: new Date(Date.now() - 400_000), body })).toBe(401);
    expect(await send(url, { at: new Date(Date.now() + 400_000), body })).toBe(401);
    expect((await fetch(url, { method: "POST", body })).status).toBe(401);
    expect(stored("select * from cases where ref_id = 'forged'")).toEqual([]);
  });

  it.runIf(runs)("does not answer 2xx to what it could not store", async () => {
    const database = new DatabaseSync(receiver.database);
    database.exec("alter table received rename to away");
    const answer = await send(receiver.url, { body: caseEvent("IN_REVIEW", 1, "later") }).catch(() => "no answer");
    expect(answer).toBe(file === "receiver.mjs" ? 500 : "no answer");
    database.exec("alter table away rename to received");
    database.close();
    expect(await send(receiver.url, { body: caseEvent("IN_REVIEW", 1, "later") })).toBe(204);
  });
});

describe("as-received.mjs", () => {
  it("reads the sender's own bytes, verified by svix-*, once for each id", async () => {
    const { url, printed } = await start("node", "as-received.mjs");
    const at = new Date();
    const body = '{"refId":"quay", "status":"REJECTED",\n "previousStatus":"IN_REVIEW"}';
    const post = (signature: string) =>
      fetch(url.replace("/casewire", "/vove"), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "svix-id": "msg_2if9qqkVjQDrS738JZOnax9T7MO",
          "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
          "svix-signature": signature,
        },
        body,
      }).then(({ status }) => status);
    const sign = (by: string) => new SvixWebhook(by).sign("msg_2if9qqkVjQDrS738JZOnax9T7MO", at, body);
    expect(await post(sign(newSecret()))).toBe(401);
    expect(await post(sign(secret))).toBe(204);
    expect(await post(sign(secret))).toBe(204);
    await eventually(async () => expect(printed()).toBe("quay is REJECTED\n"));
  });
});
