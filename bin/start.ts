/**
 * `npm start`: one command on a fresh machine. Starts the embedded PostgreSQL (unless DATABASE_URL names another), brings it to the
 * newest schema, builds the pages, and keeps one web and one worker process running until it is told to stop. `--dev` reloads them.
 */
import { watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ensureBuild } from "#bin/build/ensure-build";
import { takeOptions } from "#bin/process/command-line";
import { takeLock } from "#bin/process/lock";
import { whenToldToStop } from "#bin/process/when-told-to-stop";
import { assertPortFree } from "#bin/start/assert-port-free";
import { keptSecret, openDataFolder } from "#bin/start/data-folder";
import { openDatabase } from "#bin/start/kept-database";
import { Keeper } from "#bin/start/supervisor";
import { listeningInWords } from "#bin/web/listen-on";
import { migrate } from "#db/migrate";
import { hostOf, ownAddress, readStartEnvironment, setDatabaseUrl } from "#lib/environment";

const USAGE = `npm start   starts Casewire: PostgreSQL unless DATABASE_URL names one, migrations, the build, web and worker; Ctrl-C ends all

  --dev    reloads pages and processes when their files change (npm run dev)`;

const LINK_RETRY_MS = 5000;

const { dev = false } = takeOptions(USAGE, { dev: { type: "boolean" } });
const stopping = new AbortController();
/** What was started, in order: it is stopped the other way round, the database last. */
const started: { stop: () => Promise<void> }[] = [];

const running = run();
whenToldToStop(async () => {
  stopping.abort();
  // A step under way ends first, so that nothing is started behind our back.
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

/** Settles only by failing: because a part is past saving, or because `stopping` aborts. */
async function run(): Promise<void> {
  const settings = readStartEnvironment(process.env);
  const folder = openDataFolder(settings.CASEWIRE_DATA_DIR);
  const lock = await takeLock(join(folder, "lock"));
  if (typeof lock === "number") throw new Error(`Casewire already runs on ${folder} (process ${lock}).`);
  started.push({ stop: lock.release });
  const host = hostOf(settings);
  if (settings.PORT !== 0) await assertPortFree({ port: settings.PORT, host });

  const parts: Keeper[] = [];
  const moved = () => {
    for (const part of parts) part.restart();
  };
  const database = await openDatabase(settings, join(folder, "postgres"), moved);
  started.push(database);
  // From here on nothing we start may learn how to become the owner.
  for (const name of ["DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE"]) delete process.env[name];
  await migrate(database.urls().ownerUrl, database.urls().url);
  if (!dev) await ensureBuild(stopping.signal);
  stopping.signal.throwIfAborted();

  setDatabaseUrl(database.urls().url);
  if (!settings.CASEWIRE_SECRET) process.env.CASEWIRE_SECRET = keptSecret(folder);
  process.env.CASEWIRE_DATA_DIR = folder;
  // The parts have no use for the administrator's password.
  const { CASEWIRE_ADMIN: _, CASEWIRE_ADMIN_FILE: __, ...inherited } = process.env;
  let port = settings.PORT;
  const env = () => ({ ...inherited, DATABASE_URL: database.urls().url, PORT: String(port) });
  const web = new Keeper({ name: "web", script: "bin/web.ts", args: dev ? ["--dev"] : [], env });
  const worker = new Keeper({ name: "worker", script: "bin/worker.ts", args: [], env });
  parts.push(web, worker);
  started.push(web, worker);
  // Whoever waits for us to serve may want to sign in at once.
  if (settings.CASEWIRE_ADMIN) await ensureAdmin(settings.CASEWIRE_ADMIN);
  stopping.signal.throwIfAborted();
  const lost = Promise.race([web.givenUp, worker.givenUp, toldToStop()]);
  const [served] = await Promise.race([Promise.all([web.start(), worker.start()]), lost]);
  // The same over restarts, though any was asked for.
  port = served;
  const address =
    settings.CASEWIRE_URL ?? (settings.HOST ? ownAddress({ ...settings, PORT: port }) : `http://localhost:${port}`);
  console.log(`Casewire is ready: ${address} (${listeningInWords({ port, host })})`);
  const link = settings.CASEWIRE_ADMIN ? undefined : await Promise.race([linkOnceItCanBeMade(), lost]);
  if (link) console.log(`Make the first administrator (once, within 24 hours): ${address}${link}`);
  if (dev) reloadOnChange(worker);
  await lost;
}

/** Loaded late: all that signing in takes along would hold up the parts. */
async function ensureAdmin(wanted?: { email: string; password: string }): Promise<string | undefined> {
  const { firstAdmin } = await import("#bin/start/first-admin");
  return firstAdmin(wanted);
}

/** What serves already does not end because the link has to wait, for a lock or for a database that is on its way back. */
async function linkOnceItCanBeMade(): Promise<string | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await ensureAdmin();
    } catch (error) {
      if (tries === 1) console.error(`The link of the first administrator is tried again: ${(error as Error).message}`);
      await wait(LINK_RETRY_MS, undefined, { signal: stopping.signal });
    }
  }
}

/** Rejects when we are told to stop. */
function toldToStop(): Promise<never> {
  return new Promise((_, reject) => stopping.signal.addEventListener("abort", () => reject(stopping.signal.reason)));
}

/** All parts at once, then what they stand on. */
async function stopAll(): Promise<void> {
  const stop = (part: { stop: () => Promise<void> }) =>
    part.stop().catch((error: Error) => console.error(error.message));
  await Promise.all(started.filter((part) => part instanceof Keeper).map(stop));
  for (const part of started.filter((each) => !(each instanceof Keeper)).reverse()) await stop(part);
}

/** The pages reload by themselves. */
function reloadOnChange(worker: Keeper): void {
  let soon: NodeJS.Timeout | undefined;
  for (const folder of ["bin", "db", "lib"]) {
    watch(folder, { recursive: true }, () => {
      clearTimeout(soon);
      soon = setTimeout(() => worker.restart(), 200);
    });
  }
}
