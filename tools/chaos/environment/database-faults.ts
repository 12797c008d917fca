import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Environment } from "./environment.ts";

const FROZEN_MS = 8000;

/** `kill -9` of the server process, and a restart. */
export async function killDatabase(environment: Environment): Promise<void> {
  environment.cluster.signal("SIGKILL");
  environment.traffic.fault();
  await environment.restartDatabase();
}

/** Stops the postmaster and all its backends for 8 s. */
export async function freezeDatabase(environment: Environment): Promise<void> {
  const rows = await environment.inServer((client) => client<{ pid: number }[]>`select pid from pg_stat_activity`);
  const signal = (name: NodeJS.Signals) => {
    environment.cluster.signal(name);
    for (const { pid } of rows) signalIfThere(pid, name);
  };
  signal("SIGSTOP");
  await setTimeout(FROZEN_MS);
  signal("SIGCONT");
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended, as the backend of the query above has.
  }
}

/** Restarts PostgreSQL on another port, because its own is taken. */
export async function moveDatabase(environment: Environment): Promise<void> {
  const { cluster } = environment;
  const port = Number(new URL(cluster.urls().url).port);
  cluster.signal("SIGINT");
  await cluster.ended();
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  await environment.restartDatabase();
  other.close();
  if (Number(new URL(cluster.urls().url).port) === port)
    environment.wrong.push("PostgreSQL came back on the same port.");
}

/** Terminates all connections on the server's side. */
export async function terminateBackends(environment: Environment): Promise<void> {
  await environment.inDatabase((database) =>
    database.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`),
  );
}
