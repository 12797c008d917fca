import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Environment } from "./environment.ts";

const FROZEN_MS = 8000;

/** `kill -9` of the server process, and a start. */
export async function killDatabase(environment: Environment): Promise<void> {
  environment.cluster.signal("SIGKILL");
  environment.traffic.fault();
  await environment.restartDatabase();
}

/** The server process, which takes new connections, and all its others. */
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
    // It ended meanwhile, as the one that told us of the others has.
  }
}

/** It comes back on another port, as its own was taken meanwhile. */
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

/** Ends all our connections on the server's side. */
export async function terminateBackends(environment: Environment): Promise<void> {
  await environment.inDatabase((database) =>
    database.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`),
  );
}
