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

const LOG = "test-results/logs/readme.log";

const run = promisify(execFile);
let parent: string;
let env: NodeJS.ProcessEnv;
let casewire: ChildProcess | undefined;

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
    npm_config_update_notifier: "false",
  };
});
test.afterAll(async () => {
  if (casewire?.pid && casewire.exitCode === null) {
    const exit = once(casewire, "exit");
    process.kill(-casewire.pid, "SIGTERM");
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

  mkdirSync("test-results/logs", { recursive: true });
  const log = openSync(LOG, "w");
  casewire = spawn("sh", ["-c", first[0] ?? ""], { env, stdio: ["ignore", log, log], detached: true });
  await serves();
});

test("the README's other commands run as printed", async () => {
  const others = LINES.filter((line) => !line.startsWith(INSTALL));
  expect(others.length).toBeGreaterThan(4);
  for (const line of others) {
    // On a busy machine a worker's heartbeat may come late.
    await serves();
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

/** Waits until Casewire does its whole job. */
async function serves(): Promise<void> {
  const health = `http://127.0.0.1:${env.PORT}/api/health`;
  await expect.poll(async () => (await fetch(health).catch(() => undefined))?.status, { timeout: 120_000 }).toBe(200);
}
