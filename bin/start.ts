/**
 * `npm start`: one command on a fresh machine. Starts the embedded PostgreSQL (unless DATABASE_URL names another), migrates it, builds the
 * pages, and supervises one web and one worker process until it receives a shutdown signal. `--dev` reloads them.
 */
import { watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { ensureBuild } from "#bin/build/ensure-build";
import { readOptions } from "#bin/process/command-line";
import { openDataFolder, readOrCreateSecret } from "#bin/process/data-folder";
import { takeLock } from "#bin/process/lock";
import { onShutdown } from "#bin/process/shutdown-signals";
import { assertPortFree } from "#bin/start/assert-port-free";
import { openDatabase } from "#bin/start/supervised-database";
import { Supervisor } from "#bin/start/supervisor";
import { describeListening } from "#bin/web/listen-on";
import { migrate } from "#db/migrate";
import { hostOf, ownAddress, readStartEnvironment, setDatabaseUrl } from "#lib/environment";

const USAGE = `npm start   starts Casewire: PostgreSQL unless DATABASE_URL names one, migrations, the build, web and worker; Ctrl-C ends all

  --dev    reloads pages and processes when their files change (npm run dev)`;

const LINK_RETRY_MS = 5000;

const { dev } = readOptions(USAGE, z.object({ dev: z.boolean().default(false) }));
const stopping = new AbortController();
/** In the order of their start. They are stopped in reverse order, the database last. */
const started: { stop: () => Promise<void> }[] = [];

const running = run();
onShutdown(async () => {
  stopping.abort();
  // The current step ends first, so that it starts nothing after `stopAll`.
  await running.catch(() => {});
  await stopAll();
});
await running.catch(async (error: Error) => {
  if (stopping.signal.aborted) return;
  console.error(error.message);
  stopping.abort();
  await stopAll();
  process.exit(1);
});

/** Never resolves. Rejects when a process is given up, or when `stopping` aborts. */
async function run(): Promise<void> {
  const settings = readStartEnvironment(process.env);
  const folder = openDataFolder(settings.CASEWIRE_DATA_DIR);
  const lock = await takeLock(join(folder, "lock"));
  if (typeof lock === "number") throw new Error(`Casewire already runs on ${folder} (process ${lock}).`);
  started.push({ stop: lock.release });
  const host = hostOf(settings);
  if (settings.PORT !== 0) await assertPortFree({ port: settings.PORT, host });

  const supervisors: Supervisor[] = [];
  const restartAll = () => {
    for (const supervisor of supervisors) supervisor.restart();
  };
  const database = await openDatabase(settings, join(folder, "postgres"), restartAll);
  started.push(database);
  // No process started below may learn the owner's password.
  for (const name of ["DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE"]) delete process.env[name];
  await migrate(database.urls().ownerUrl, database.urls().url);
  if (!dev) await ensureBuild(stopping.signal);
  stopping.signal.throwIfAborted();

  setDatabaseUrl(database.urls().url);
  if (!settings.CASEWIRE_SECRET) process.env.CASEWIRE_SECRET = readOrCreateSecret(folder);
  process.env.CASEWIRE_DATA_DIR = folder;
  // The processes do not need the administrator's password.
  const { CASEWIRE_ADMIN: _, CASEWIRE_ADMIN_FILE: __, ...inherited } = process.env;
  let port = settings.PORT;
  const env = () => ({ ...inherited, DATABASE_URL: database.urls().url, PORT: String(port) });
  const web = new Supervisor({ name: "web", script: "bin/web.ts", args: dev ? ["--dev"] : [], env });
  const worker = new Supervisor({ name: "worker", script: "bin/worker.ts", args: [], env });
  supervisors.push(web, worker);
  started.push(web, worker);
  // Before the web process serves, so that the administrator can sign in at once.
  if (settings.CASEWIRE_ADMIN) await ensureAdmin(settings.CASEWIRE_ADMIN);
  stopping.signal.throwIfAborted();
  const failed = Promise.race([web.givenUp, worker.givenUp, aborted()]);
  const [served] = await Promise.race([Promise.all([web.start(), worker.start()]), failed]);
  // PORT=0 means any port; a restart keeps the first one.
  port = served;
  const address =
    settings.CASEWIRE_URL ?? (settings.HOST ? ownAddress({ ...settings, PORT: port }) : `http://localhost:${port}`);
  console.log(`Casewire is ready: ${address} (${describeListening({ port, host })})`);
  const link = settings.CASEWIRE_ADMIN ? undefined : await Promise.race([retryFirstAdminLink(), failed]);
  if (link) console.log(`Make the first administrator (once, within 24 hours): ${address}${link}`);
  if (dev) reloadOnChange(worker);
  await failed;
}

/** Imported late, because loading the sign-in code would delay the start of the processes. */
async function ensureAdmin(wanted?: { email: string; password: string }): Promise<string | undefined> {
  const { firstAdmin } = await import("#bin/start/first-admin");
  return firstAdmin(wanted);
}

/** Retries while a lock or a restarting database prevents the link; the processes serve meanwhile. */
async function retryFirstAdminLink(): Promise<string | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await ensureAdmin();
    } catch (error) {
      if (tries === 1) console.error(`The link of the first administrator is tried again: ${(error as Error).message}`);
      await wait(LINK_RETRY_MS, undefined, { signal: stopping.signal });
    }
  }
}

/** Rejects at a shutdown signal. */
function aborted(): Promise<never> {
  return new Promise((_, reject) => stopping.signal.addEventListener("abort", () => reject(stopping.signal.reason)));
}

/** All processes at once, then the database and the lock. */
async function stopAll(): Promise<void> {
  const stop = (resource: { stop: () => Promise<void> }) =>
    resource.stop().catch((error: Error) => console.error(error.message));
  await Promise.all(started.filter((each) => each instanceof Supervisor).map(stop));
  for (const other of started.filter((each) => !(each instanceof Supervisor)).reverse()) await stop(other);
}

/** Restarts the worker; Next reloads the pages. */
function reloadOnChange(worker: Supervisor): void {
  let soon: NodeJS.Timeout | undefined;
  for (const folder of ["bin", "db", "lib"]) {
    watch(folder, { recursive: true }, () => {
      clearTimeout(soon);
      soon = setTimeout(() => worker.restart(), 200);
    });
  }
}
