import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { removeEmbedded, runningUrls } from "#db/embedded";
import { freePort } from "./app.ts";

/** The lines of the README's `sh` blocks, as they are printed, in their order. */
const LINES = [...readFileSync("README.md", "utf8").matchAll(/^```sh\n([\s\S]*?)^```/gm)]
  .flatMap(([, block = ""]) => block.split("\n"))
  .filter((line) => line.trim() !== "");

/** `npm ci` would remove the packages that this test runs on, and `npm test` is what runs it. */
const INSTALL = "npm ci && ";

/** It ends by Ctrl-C alone. */
const RECEIVE = "npm run receive";

const LOG = "test-results/logs/readme.log";
const RECEIVED = "test-results/logs/readme-receive.log";

const run = promisify(execFile);
let parent: string;
let env: NodeJS.ProcessEnv;
const started: ChildProcess[] = [];

test.describe.configure({ mode: "serial", timeout: 180_000 });
test.beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), "casewire-readme-"));
  env = {
    NODE_ENV: "production",
    PATH: process.env.PATH,
    HOME: parent,
    PORT: String(await freePort()),
    CASEWIRE_DATA_DIR: join(parent, "data"),
    CASEWIRE_API_TOKEN: "a-token-of-the-test-of-the-readme",
    CASEWIRE_DESTINATIONS_ALLOW: "127.0.0.1",
    npm_config_update_notifier: "false",
  };
});
test.afterAll(async () => {
  for (const child of started.toReversed()) {
    if (!child.pid || child.exitCode !== null) continue;
    const exit = once(child, "exit");
    process.kill(-child.pid, "SIGTERM");
    await exit;
  }
  const cluster = join(parent, "data", "postgres");
  // npm may end before what it started; the database ends last.
  await expect.poll(() => runningUrls(cluster), { timeout: 20_000 }).toBeUndefined();
  await removeEmbedded(cluster);
  rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

test("the README's first commands: the lock file is in step with package.json, and npm start serves", async () => {
  const first = LINES.filter((line) => line.startsWith(INSTALL)).map((line) => line.slice(INSTALL.length));
  expect(first).toEqual([expect.stringMatching(/^npm start\b/), expect.stringMatching(/^npm test\b/)]);
  for (const file of ["package.json", "package-lock.json"]) copyFileSync(file, join(parent, file));
  await run("npm", ["ci", "--dry-run", "--offline", "--ignore-scripts"], { cwd: parent, env });

  keepRunning(first[0] ?? "", LOG);
  await serves();
});

test("the README's other commands run as printed", async () => {
  const others = LINES.filter((line) => !line.startsWith(INSTALL));
  expect(others.length).toBeGreaterThan(4);
  for (const line of others) {
    // On a busy machine a worker's heartbeat may come late.
    await serves();
    if (line.startsWith(RECEIVE)) {
      await addDestination();
      keepRunning(line, RECEIVED);
      await expect.poll(received, { timeout: 20_000 }).toContain("Listening on http://127.0.0.1:4455/");
      continue;
    }
    const ended = await run("sh", ["-c", line], { env }).then(
      () => ({ line, code: 0, output: "" }),
      ({ code, stdout, stderr }) => ({
        line,
        code,
        output: `${stdout + stderr}\n${LOG} ends with:\n${readFileSync(LOG, "utf8").slice(-4000)}`,
      }),
    );
    expect(ended).toEqual({ line, code: 0, output: "" });
  }
});

test("the README's receiver verifies what the next command made happen, in order", async () => {
  await expect.poll(received, { timeout: 30_000 }).toMatch(/account\.enabled {2}acme-002/);
  const lines = (await received()).split("\n").filter((line) => line.includes("acme-002"));
  const sequences = lines.map((line) => Number(/sequence (\d+)/.exec(line)?.[1]));
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  expect(lines.filter((line) => !/ {2}verified/.test(line))).toEqual([]);
});

function keepRunning(line: string, path: string): void {
  mkdirSync("test-results/logs", { recursive: true });
  const log = openSync(path, "w");
  started.push(spawn("sh", ["-c", line], { env, stdio: ["ignore", log, log], detached: true }));
}

const received = async () => readFileSync(RECEIVED, "utf8");

/** As the README says to do on the page. */
async function addDestination(): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${env.PORT}/api/v1/destinations`, {
    method: "POST",
    headers: { authorization: `Bearer ${env.CASEWIRE_API_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Receiver", url: "http://127.0.0.1:4455/" }),
  });
  expect(answer.status, await answer.text()).toBe(201);
}

/** Waits until Casewire does its whole job. */
async function serves(): Promise<void> {
  const health = `http://127.0.0.1:${env.PORT}/api/health`;
  await expect.poll(async () => (await fetch(health).catch(() => undefined))?.status, { timeout: 120_000 }).toBe(200);
}
