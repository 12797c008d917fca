import { type ChildProcess, execFile, fork } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { database } from "#db/pool";
import { runs } from "#db/schema";
import { eventually } from "#db/testing/eventually";
import { messageIdAt } from "#lib/sources/message-id";
import { signedHeaders } from "#lib/sources/sign";

/** Follows the recipe of docs/contributing.md in a copy of the repository, with its own code blocks, and runs the handler it makes. */
const COPIED = ["app", "bin", "components", "db", "e2e", "lib", "tools", ".config"];
const COPIED_FILES = [
  "package.json",
  "tsconfig.json",
  ".biome.json",
  ".gitignore",
  "drizzle.config.ts",
  "next.config.mjs",
];

const exec = promisify(execFile);
const secret = `whsec_${randomBytes(24).toString("base64")}`;
const processes: ChildProcess[] = [];
const received: { headers: IncomingMessage["headers"]; body: string }[] = [];
const crm = createServer(async (request, response) => {
  let body = "";
  for await (const bytes of request) body += bytes;
  received.push({ headers: request.headers, body });
  response.end();
});
let folder: string;

beforeAll(async () => {
  crm.listen(0, "127.0.0.1");
  await once(crm, "listening");
  // Outside of node_modules, whose TypeScript Node does not run.
  folder = mkdtempSync(join(tmpdir(), "casewire-recipe-"));
  for (const path of [...COPIED, ...COPIED_FILES]) cpSync(path, join(folder, path), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  followRecipe(`http://127.0.0.1:${(crm.address() as AddressInfo).port}`);
});
afterAll(() => {
  for (const child of processes) child.kill("SIGKILL");
  crm.close();
  rmSync(folder, { recursive: true, force: true });
});

// The compiler reads all of the copy, without what it keeps from one time to the next.
it("makes a handler that passes the types and the linter", { timeout: 240_000 }, async () => {
  await tool("tsc", "--noEmit");
  await tool("biome", "check", "--error-on-warnings", "lib/handlers");
});

it("makes a handler that a worker runs on an event that the ingest endpoint took in", async () => {
  const ingest = start("bin/ingest.ts");
  const [{ serving: port }] = (await once(ingest, "message")) as [{ serving: number }];
  start("bin/worker.ts");
  const refId = randomUUID();
  const messageId = messageIdAt(new Date());
  const body = JSON.stringify({ refId, status: "COMPLETED", previousStatus: "IN_REVIEW" });
  const headers = signedHeaders(secret, { messageId, body, attemptedAt: new Date() });
  const answer = await fetch(`http://127.0.0.1:${port}/api/webhooks/vove`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);

  const [run] = await eventually(async () => {
    const found = await database().select().from(runs).where(eq(runs.handler, "tell-crm")).orderBy(desc(runs.id));
    expect(found).toMatchObject([{ refId, state: "succeeded", attempt: 1 }]);
    return found;
  });
  expect(JSON.stringify(run?.log)).toContain("The CRM was told.");
  expect(received).toMatchObject([{ headers: { "idempotency-key": messageId }, body: JSON.stringify({ refId }) }]);
});

/** Writes the recipe's blocks where their first lines say, the CRM's address being that of this test. */
function followRecipe(crmUrl: string): void {
  const [, section = ""] = readFileSync("docs/contributing.md", "utf8").split("\n## Add a handler\n");
  const [recipe = ""] = section.split("\n## ");
  const blocks = [...recipe.matchAll(/^```ts\n\/\/ ([^\s:]+)(.*)\n([\s\S]*?)^```/gm)];
  expect(blocks.map(([, path = "", where = ""]) => path + where)).toEqual([
    "lib/handlers/tell-crm.ts",
    "lib/handlers/event-types.ts: a line of EVENT_TYPES",
    "lib/handlers/catalogue.ts: the import and the list",
  ]);
  const [file = "", line = "", lists = ""] = blocks.map(([, , , code = ""]) => code);
  writeFileSync(join(folder, "lib/handlers/tell-crm.ts"), file.replace(/https:\/\/crm\.example/, crmUrl));
  edit("lib/handlers/event-types.ts", /^} as const satisfies/m, (end) => line + end);
  const [imported = "", list = ""] = lists.split("\n\n");
  edit("lib/handlers/catalogue.ts", /^(?=import .* from "\.\/update-case\.ts")/m, () => `${imported}\n`);
  edit("lib/handlers/catalogue.ts", /^export const catalogue.*\n/m, () => list);
}

function edit(path: string, at: RegExp, replace: (found: string) => string): void {
  const text = readFileSync(join(folder, path), "utf8");
  expect(text, `${path} holds ${at}`).toMatch(at);
  writeFileSync(join(folder, path), text.replace(at, replace));
}

/** Runs a tool in the copy. Fails with what it said. */
async function tool(name: string, ...args: string[]): Promise<void> {
  const ended = await exec(join("node_modules/.bin", name), args, { cwd: folder }).then(
    () => "",
    ({ stdout, stderr }) => stdout + stderr,
  );
  expect(ended, `${name} ${args.join(" ")}`).toBe("");
}

function start(script: string): ChildProcess {
  const env = { ...process.env, PORT: "0", DATABASE_POOL: "4", VOVE_WEBHOOK_SECRETS: secret, LOG_LEVEL: "silent" };
  const child = fork(script, [], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  processes.push(child);
  return child;
}
