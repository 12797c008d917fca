import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createConnection } from "node:net";
import { Webhook } from "svix";
import { afterEach, expect, it } from "vitest";
import { destinationSecrets, destinations } from "#db/destination-schema";
import { database } from "#db/pool";
import { eventually } from "#db/testing/eventually";
import { seal } from "#lib/seal";
import { newSecret, parseSecret } from "#lib/sources/secret";

type Receiver = { child: ChildProcess; url: string; text: () => string; lines: () => string[] };
type Family = "webhook" | "svix";

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Starts the command, and resolves once it says where it listens. */
async function start(...args: string[]): Promise<Receiver> {
  const child = spawn("node", ["bin/receive.ts", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  let text = "";
  child.stdout.on("data", (bytes) => {
    text += bytes;
  });
  const url = await eventually(async () => {
    const [, listening = ""] = /Listening on (\S+)[\s\S]*with a count/.exec(text) ?? [];
    expect(listening, text).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    return listening;
  });
  return { child, url, text: () => text, lines: () => text.split("\n").filter((line) => /^\d\d:/.test(line)) };
}

const caseEvent = (refId: string, sequence: number) =>
  JSON.stringify({
    type: "kyb.case.completed",
    timestamp: "2026-11-30T10:00:00.000Z",
    data: { source: "vove", refId, sequence, status: "COMPLETED" },
  });

/** Sends one request, signed by the sender's own library. */
async function send({ url }: Receiver, secret: string, body: string, more: { id?: string; family?: Family } = {}) {
  const { id = `msg_${randomUUID()}`, family = "webhook" } = more;
  const at = new Date();
  const headers = {
    "content-type": "application/json",
    [`${family}-id`]: id,
    [`${family}-timestamp`]: String(Math.floor(at.getTime() / 1000)),
    [`${family}-signature`]: new Webhook(secret).sign(id, at, body),
  };
  return (await fetch(url, { method: "POST", headers, body })).status;
}

it("verifies both formats, prints a line for each request, and ends with a count", async () => {
  const [first, second] = [newSecret(), newSecret()];
  const receiver = await start("--port", "0", "--secret", first, "--secret", second);
  const received = JSON.stringify({ refId: "quay\u001b[31m", status: "REJECTED", previousStatus: "IN_REVIEW" });
  expect(await send(receiver, first, caseEvent("acme", 2), { id: "msg_two" })).toBe(204);
  expect(await send(receiver, second, caseEvent("acme", 2), { id: "msg_two" })).toBe(204);
  expect(await send(receiver, first, caseEvent("acme", 3), { id: "msg_two" })).toBe(204);
  expect(await send(receiver, first, caseEvent("acme", 1))).toBe(204);
  expect(await send(receiver, first, caseEvent("other", 1))).toBe(204);
  expect(await send(receiver, first, received, { family: "svix" })).toBe(204);
  expect(await send(receiver, newSecret(), caseEvent("acme", 4))).toBe(401);
  expect((await fetch(receiver.url, { method: "POST", body: "{}" })).status).toBe(401);
  expect((await fetch(receiver.url)).status).toBe(405);

  const closed = once(receiver.child, "close");
  receiver.child.kill("SIGINT");
  expect(await closed).toEqual([0, null]);
  expect(receiver.text()).toContain("\n4 events verified, 2 repeats of them, 2 requests not verified.\n");
  expect(receiver.lines().map((line) => line.replace(/^[\d:.]{12} {2}/, ""))).toEqual([
    "kyb.case.completed  acme  sequence 2  verified, answered 204",
    "kyb.case.completed  acme  sequence 2  verified, msg_two received 2 times, answered 204",
    "kyb.case.completed  acme  sequence 3  verified, msg_two received 3 times with OTHER BYTES, answered 204",
    "kyb.case.completed  acme  sequence 1  verified, AFTER sequence 2, answered 204",
    "kyb.case.completed  other  sequence 1  verified, answered 204",
    "kyb.case.rejected  quay\ufffd[31m  verified, answered 204",
    "kyb.case.completed  acme  sequence 4  NOT verified: no signature matches, answered 401",
    "unrecognised  no case  NOT verified: the id, timestamp and signature headers are needed, answered 401",
    "GET is no delivery, answered 405",
  ]);
});

it("takes the secrets of the destinations that have its port, also those added while it runs", async () => {
  const receiver = await start("--port", "0");
  const [current, rotated, expired, elsewhere] = [newSecret(), newSecret(), newSecret(), newSecret()];
  expect(await send(receiver, current, caseEvent("acme", 1))).toBe(401);
  const id = await storeDestination(receiver.url, current);
  await storeSecret(id, rotated, new Date(Date.now() + 60_000));
  await storeSecret(id, expired, new Date(Date.now() - 1000));
  await storeDestination("https://desk.example/hooks", elsewhere);
  expect(await send(receiver, current, caseEvent("acme", 1))).toBe(204);
  expect(await send(receiver, rotated, caseEvent("acme", 2))).toBe(204);
  expect(await send(receiver, expired, caseEvent("acme", 3))).toBe(401);
  expect(await send(receiver, elsewhere, caseEvent("acme", 4))).toBe(401);
  expect(receiver.lines()[0]).toContain("NOT verified: no destination of this machine's Casewire has this port");
});

it("answers what it is told to, and leaves what is not verified at 401", async () => {
  const secret = newSecret();
  const receiver = await start("--port", "0", "--secret", secret, "--answer", "500", "--delay", "0.2");
  const before = performance.now();
  expect(await send(receiver, secret, caseEvent("acme", 1))).toBe(500);
  expect(performance.now() - before).toBeGreaterThan(190);
  expect(await send(receiver, newSecret(), caseEvent("acme", 2))).toBe(401);
});

it("ends on Ctrl-C while a request is under way", async () => {
  const receiver = await start("--port", "0", "--secret", newSecret());
  const socket = createConnection(Number(new URL(receiver.url).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{");
  await once(socket, "connect");
  receiver.child.kill("SIGINT");
  expect(await once(receiver.child, "exit")).toEqual([0, null]);
});

it("says in one sentence that its port is taken, and what is wrong with a secret", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  expect(await failure("--port", String(port), "--secret", newSecret())).toBe(
    `Port ${port} is taken: give another with --port.\n`,
  );
  taken.close();
  expect(await failure("--secret", "whsec_c2hvcnQ=")).toContain("--secret: a signing secret holds 24 to 64 bytes.");
});

async function failure(...args: string[]): Promise<string> {
  const child = spawn("node", ["bin/receive.ts", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  started.push(child);
  let text = "";
  child.stderr.on("data", (bytes) => {
    text += bytes;
  });
  expect((await once(child, "close"))[0]).toBe(1);
  return text;
}

async function storeDestination(url: string, secret: string): Promise<string> {
  const [stored] = await database()
    .insert(destinations)
    .values({ name: `d-${randomBytes(3).toString("hex")}`, url, createdBy: "test" })
    .returning({ id: destinations.id });
  if (!stored) throw new Error("The destination was not stored.");
  await storeSecret(stored.id, secret);
  return stored.id;
}

async function storeSecret(destinationId: string, secret: string, expiresAt: Date | null = null): Promise<void> {
  const { fingerprint, hint } = parseSecret(secret);
  const row = { destinationId, sealed: seal(secret), fingerprint, hint, createdBy: "test", expiresAt };
  await database().insert(destinationSecrets).values(row);
}
