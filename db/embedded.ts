import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { type ClusterFolder, clusterFolder, makeClusterFolder, removeClusterFolder } from "#db/embedded/cluster-folder";
import { freePort } from "#db/embedded/free-port";
import { databaseIdentity } from "#db/embedded/identity";
import { releasePidFile, runningPostmaster } from "#db/embedded/postmaster";
import { type Program, postgresPrograms } from "#db/embedded/programs";
import { connect } from "./connect.ts";
import type { DatabaseUrls } from "./connection-url.ts";

export type Embedded = DatabaseUrls & {
  /** Whether the server process runs. */
  isRunning: () => boolean;
  stop: () => Promise<void>;
};

const DATABASE = "casewire";
const OWNER = "casewire";
const APPLICATION = "casewire_app";
const LOG_BYTES = 10 * 1024 * 1024;

/**
 * Starts the PostgreSQL that npm installed with its cluster in `folder`, on a loopback port (the last one, if it is free). Attaches to a
 * server that already runs, because its last supervisor may have been killed. Throws one plain sentence when it cannot.
 */
export async function startEmbedded(
  folder: string,
  options: { settings?: Record<string, string> } = {},
): Promise<Embedded> {
  const identity = databaseIdentity(folder);
  const program = await postgresPrograms(identity);
  const cluster = makeClusterFolder(folder, identity);
  if (!existsSync(cluster.data)) await initialise(cluster, program);
  const start = () => startServer(cluster, program, options.settings ?? {});
  if (!runningPostmaster(cluster.data)) await start();
  let urls = await whenReady(cluster);
  if (!urls) {
    // It was shutting down when we attached.
    await start();
    urls = await whenReady(cluster);
  }
  if (!urls) throw new Error(`PostgreSQL does not stay up: ${lastLogLines(cluster)}`);
  return {
    ...urls,
    isRunning: () => runningPostmaster(cluster.data) !== undefined,
    stop: () => stopServer(cluster, program),
  };
}

/** The URLs of the server that runs on `folder`'s cluster, if one does. */
export function runningUrls(folder: string): DatabaseUrls | undefined {
  const cluster = clusterFolder(folder);
  const running = runningPostmaster(cluster.data);
  // Older versions have no application role, and so no password of it.
  return running && existsSync(cluster.applicationPassword) ? urlsOf(cluster, running.port) : undefined;
}

/** Stops the server of `folder`'s cluster if one runs, and removes the cluster. */
export async function removeEmbedded(folder: string): Promise<void> {
  const cluster = clusterFolder(folder);
  if (runningPostmaster(cluster.data)) {
    const program = await postgresPrograms(databaseIdentity(cluster.path));
    await program("pg_ctl", ["stop", "-w", "-m", "immediate", "-t", "30", "-D", cluster.data]);
  }
  removeClusterFolder(folder);
}

async function initialise(cluster: ClusterFolder, program: Program): Promise<void> {
  // Renamed when it is complete, so that a start that was killed leaves no half-made cluster.
  const unfinished = `${cluster.data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  await program("initdb", [
    ...["-D", unfinished, "-U", OWNER, "-A", "scram-sha-256", `--pwfile=${cluster.password}`],
    // PostgreSQL's own C.UTF-8, so that text sorts alike on every system.
    ...["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
  ]).catch((error) => {
    throw new Error(`The database could not be made in ${cluster.path}: ${lastLine(error)}`, { cause: error });
  });
  renameSync(unfinished, cluster.data);
}

async function startServer(cluster: ClusterFolder, program: Program, extra: Record<string, string>): Promise<void> {
  rotateLog(cluster);
  releasePidFile(cluster.data);
  const lastPort = existsSync(cluster.port) ? Number(readFileSync(cluster.port, "utf8")) : 0;
  const port = await freePort(lastPort);
  const settings = { port: String(port), listen_addresses: "127.0.0.1", unix_socket_directories: "", ...extra };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${shellQuoted(value)}`);
  // pg_ctl passes -D and -l to a shell in double quotes, where $ and ` in the cluster's path would be expanded: PGDATA and a relative path
  // avoid that. The server itself gets -D, by which `runningPostmaster` recognises it.
  const options = [`-D ${shellQuoted(cluster.data)}`, ...flags].join(" ");
  const args = ["start", "-w", "-t", "60", "-l", relative(cluster.path, cluster.log), "-o", options];
  const where = { cwd: cluster.path, env: { PGDATA: cluster.data } };
  // After a kill -9 the old server's children hold its shared memory for a moment, and a new server refuses to start meanwhile.
  for (let tries = 1; ; tries++) {
    try {
      await program("pg_ctl", args, where);
      break;
    } catch (error) {
      if (tries < 20 && lastLogLines(cluster).includes("still in use")) await setTimeout(250);
      else throw new Error(`PostgreSQL did not start: ${lastLogLines(cluster) || lastLine(error)}`, { cause: error });
    }
  }
  if (port !== lastPort) writeFileSync(cluster.port, String(port));
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function rotateLog(cluster: ClusterFolder): void {
  const size = statSync(cluster.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_BYTES) renameSync(cluster.log, `${cluster.log}.1`);
}

/** The URLs, once the server accepts connections: one that was attached to may still recover. Undefined when it ends instead. */
async function whenReady(cluster: ClusterFolder): Promise<DatabaseUrls | undefined> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await setTimeout(50)) {
    const running = runningPostmaster(cluster.data);
    if (!running) return undefined;
    if (!running.ready) continue;
    await createDatabase(cluster, running.port);
    return urlsOf(cluster, running.port);
  }
  throw new Error(`PostgreSQL does not get ready: ${lastLogLines(cluster)}`);
}

/** Creates the database and the application's role where they are missing: clusters of older versions have no such role. */
async function createDatabase(cluster: ClusterFolder, port: number): Promise<void> {
  const url = urlOf({ role: OWNER, password: cluster.password, port, database: "postgres" });
  const client = connect(url);
  try {
    const [found] = await client`
      select exists (select from pg_database where datname = ${DATABASE}) as database,
        exists (select from pg_roles where rolname = ${APPLICATION}) as role`;
    if (!found?.database) await client.unsafe(`create database ${DATABASE}`);
    if (!found?.role) await client.unsafe(`create role ${APPLICATION}`);
    if (await canConnect(urlsOf(cluster, port).url)) return;
    await client.unsafe(`alter role ${APPLICATION} login password '${readTrimmed(cluster.applicationPassword)}'`);
  } finally {
    await client.end();
  }
}

async function canConnect(url: string): Promise<boolean> {
  const client = connect(url);
  try {
    await client`select 1`;
    return true;
  } catch (error) {
    // invalid_authorization_specification, invalid_password
    if (["28000", "28P01"].includes((error as postgres.PostgresError).code)) return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** Waits at most 2 s: a server that still writes its checkpoint ends by itself, and the next start waits for it. */
async function stopServer(cluster: ClusterFolder, program: Program): Promise<void> {
  if (!runningPostmaster(cluster.data)) return;
  try {
    await program("pg_ctl", ["stop", "-w", "-m", "fast", "-t", "2", "-D", cluster.data]);
  } catch (error) {
    if (!lastLine(error).includes("does not shut down") && runningPostmaster(cluster.data)) {
      throw new Error(`PostgreSQL did not stop: ${lastLine(error)}`, { cause: error });
    }
  }
}

function urlsOf(cluster: ClusterFolder, port: number): DatabaseUrls {
  const database = { port, database: DATABASE };
  return {
    url: urlOf({ role: APPLICATION, password: cluster.applicationPassword, ...database }),
    ownerUrl: urlOf({ role: OWNER, password: cluster.password, ...database }),
  };
}

function urlOf(at: { role: string; password: string; port: number; database: string }): string {
  return `postgres://${at.role}:${readTrimmed(at.password)}@127.0.0.1:${at.port}/${at.database}`;
}

function readTrimmed(file: string): string {
  return readFileSync(file, "utf8").trim();
}

function lastLogLines(cluster: ClusterFolder): string {
  if (!existsSync(cluster.log)) return "";
  return readFileSync(cluster.log, "utf8").trimEnd().split("\n").slice(-3).join(" ");
}

/** The last line of a failed program's output. */
function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split("\n").at(-1) ?? "";
}
