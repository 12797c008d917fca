import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { connect } from "#db/connect";
import { removeEmbedded, runningUrls } from "#db/embedded";

/** `npm start` as a process of its own, on a data folder of its own: its messages, its recovery, its end. */
const ADMIN = { email: "ada@example.com", password: "correct horse battery" };
let parent: string;
let folder: string;
let cluster: string;

const DIRECTLY = [process.execPath, "bin/start.ts"];

type Started = { process: ChildProcess; output: () => string; url: string };
let casewire: Started;

/** A restart may take long on a busy machine. */
const patiently = expect.configure({ timeout: 100_000 });

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), "casewire-e2e-"));
  folder = join(parent, "data");
  cluster = join(folder, "postgres");
});
test.afterAll(async () => {
  casewire?.process.kill("SIGKILL");
  await removeEmbedded(cluster);
  rmSync(parent, { recursive: true, force: true });
});

test("the first start makes everything and prints the address and a one-time link", async () => {
  casewire = await start();
  await patiently.poll(() => healthOf(casewire)).toBe(200);
  await patiently.poll(casewire.output).toContain("/invite#");
  const link = /http:\/\/localhost:\d+(\/invite#\S+)/.exec(casewire.output())?.[1];
  expect((await fetch(`${casewire.url}${link}`)).status).toBe(200);
});

test("what serves and works is told of the application's role alone", () => {
  const owner = readFileSync(join(cluster, "password"), "utf8");
  for (const part of ["web", "worker"]) {
    const environment = environmentOf(childOf(casewire, part));
    expect(environment).toMatch(/^DATABASE_URL=postgres:\/\/casewire_app:/m);
    expect(environment).not.toContain(owner);
  }
});

test("a second start on the same data folder says so, in one line", async () => {
  const { code, errors } = await failingStart({});
  expect(code).toBe(1);
  expect(errors).toBe(`Casewire already runs on ${folder} (process ${casewire.process.pid}).\n`);
});

for (const part of ["web", "worker"]) {
  test(`a ${part} process that is killed is started again, at the same address`, async () => {
    const before = childOf(casewire, part);
    process.kill(before, "SIGKILL");
    await patiently.poll(() => childOf(casewire, part)).not.toBe(before);
    await patiently.poll(() => healthOf(casewire)).toBe(200);
  });
}

test("a database that is killed is started again, with all its rows", async () => {
  await ask("create table kept as select 42 as n");
  process.kill(postmaster(), "SIGKILL");
  await patiently.poll(async () => (await ask("select n from kept").catch(() => []))[0]?.n).toBe(42);
  await patiently.poll(() => healthOf(casewire)).toBe(200);
});

test("after a kill of everything the next start works", async () => {
  const all = [casewire.process.pid ?? 0, childOf(casewire, "web"), childOf(casewire, "worker"), postmaster()];
  for (const pid of all) process.kill(pid, "SIGKILL");
  casewire = await start({ CASEWIRE_ADMIN: `${ADMIN.email}:${ADMIN.password}` });
  await patiently.poll(() => healthOf(casewire)).toBe(200);
  expect(await ask("select n from kept")).toEqual([{ n: 42 }]);
});

test("a kill of the supervisor alone leaves no web or worker process, and its database is taken over", async () => {
  const parts = [childOf(casewire, "web"), childOf(casewire, "worker")];
  const database = postmaster();
  casewire.process.kill("SIGKILL");
  await patiently.poll(() => parts.filter(isRunning)).toEqual([]);
  casewire = await start();
  expect(postmaster()).toBe(database);
});

test("SIGTERM ends it within 10 s, though a live page is open", async () => {
  const cookie = await signIn();
  const stream = await fetch(`${casewire.url}/api/live`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const ended = stream.text();
  const parts = [childOf(casewire, "web"), childOf(casewire, "worker"), postmaster()];
  const begun = performance.now();
  casewire.process.kill("SIGTERM");
  const [code] = await once(casewire.process, "exit");
  expect(code).toBe(0);
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(await ended).toContain("retry:");
  // There is an administrator by now: no link for another.
  expect(casewire.output()).not.toContain("/invite#");
  expect(parts.filter(isRunning)).toEqual([]);
});

for (const [how, signal] of [
  ["Ctrl-C", "SIGINT"],
  ["a terminal that is closed", "SIGHUP"],
] as const) {
  test(`${how} ends it all under npm, the database last`, async () => {
    casewire = await start({}, ["npm", "start"]);
    const database = postmaster();
    if (signal === "SIGHUP") for (const stream of [casewire.process.stdout, casewire.process.stderr]) stream?.destroy();
    // As a terminal does: to npm and to all it started.
    process.kill(-(casewire.process.pid ?? 0), signal);
    await once(casewire.process, "exit");
    await patiently.poll(() => isRunning(database)).toBe(false);
    expect(runningUrls(cluster)).toBeUndefined();
  });
}

test("what is wrong is said in one line each, before anything is started", async () => {
  const taken = createServer().listen(0);
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  writeFileSync(join(parent, "file"), "");
  const wrong: [Record<string, string>, RegExp][] = [
    [{ PORT: String(port) }, /^Port \d+ is taken\. Set PORT to a free one\.\n$/],
    [{ CASEWIRE_DATA_DIR: join(parent, "file") }, /^The data folder \S+ cannot be used \(EEXIST\)\..*\n$/],
    [{ PORT: "eighty", LOG_LEVEL: "loud" }, /^PORT .*\nLOG_LEVEL .*\n$/],
    [
      { DATABASE_URL: "postgres://a:hunter2@127.0.0.1:1/c" },
      /^DATABASE_URL cannot be used: 127.0.0.1:1\/c: (?!.*hunter2).*\n$/,
    ],
  ];
  for (const [variables, line] of wrong) {
    const { code, errors } = await failingStart(variables);
    expect(errors).toMatch(line);
    expect(code).toBe(1);
  }
  taken.close();
  expect(runningUrls(cluster)).toBeUndefined();
});

function launch(variables: Record<string, string>, [command = "", ...args] = DIRECTLY): ChildProcess {
  const env = {
    NODE_ENV: "production",
    PATH: process.env.PATH,
    PORT: "0",
    CASEWIRE_DATA_DIR: folder,
    ...variables,
  } as const;
  return spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: command !== process.execPath });
}

async function start(variables: Record<string, string> = {}, command = DIRECTLY): Promise<Started> {
  const child = launch(variables, command);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (bytes) => {
      output += bytes;
    });
  }
  await patiently
    .poll(() => (child.exitCode === null ? output : Promise.reject(new Error(output))))
    .toContain("Casewire is ready");
  return { process: child, output: () => output, url: /http:\/\/localhost:\d+/.exec(output)?.[0] ?? "" };
}

async function failingStart(variables: Record<string, string>): Promise<{ code: number; errors: string }> {
  const child = launch(variables);
  let errors = "";
  child.stderr?.on("data", (bytes) => {
    errors += bytes;
  });
  const [code] = await once(child, "close");
  return { code, errors };
}

async function healthOf({ url }: Started): Promise<number> {
  return fetch(`${url}/api/health`).then(
    (answer) => answer.status,
    () => 0,
  );
}

async function signIn(): Promise<string> {
  const answer = await fetch(`${casewire.url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: casewire.url },
    body: JSON.stringify(ADMIN),
  });
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function ask(query: string): Promise<Record<string, unknown>[]> {
  const client = connect(runningUrls(cluster)?.ownerUrl ?? "", { connect_timeout: 2 });
  try {
    return [...(await client.unsafe(query))];
  } finally {
    await client.end({ timeout: 1 });
  }
}

function postmaster(): number {
  return Number(readFileSync(join(cluster, "data", "postmaster.pid"), "utf8").split("\n")[0]);
}

/** The process id; 0 while there is none. */
function childOf({ process: { pid } }: Started, part: string): number {
  if (!existsSync("/proc")) return Number(execFileSync("pgrep", ["-P", String(pid), "-f", `bin/${part}.ts`]));
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return Number(children.find((child) => commandOf(Number(child)).includes(`bin/${part}.ts`)) ?? 0);
}

function commandOf(pid: number): string {
  return existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, "utf8") : "";
}

/** One variable a line. */
function environmentOf(pid: number): string {
  if (!existsSync("/proc"))
    return execFileSync("ps", ["eww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).replaceAll(" ", "\n");
  return readFileSync(`/proc/${pid}/environ`, "utf8").replaceAll("\0", "\n");
}

/** A zombie that nobody reaps has no command any more. */
function isRunning(pid: number): boolean {
  if (existsSync("/proc")) return commandOf(pid) !== "";
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
