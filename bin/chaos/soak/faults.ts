import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Part } from "#bin/chaos/part";
import type { Stage } from "#bin/chaos/stage";

export type SoakFault = { name: string; happen: (stage: Stage) => Promise<void> };

const FROZEN_MS = 8000;
const AWAY_MS = 3000;

/** What breaks, one after the other and then from the first again. Of doors and workers it is the second: the first is watched. */
export const SOAK_FAULTS: readonly SoakFault[] = [
  { name: "web killed", happen: ({ doors }) => killed(doors[1]) },
  { name: "worker killed", happen: ({ workers }) => killed(workers[1]) },
  { name: "PostgreSQL killed", happen: killDatabase },
  { name: "connections cut", happen: cutConnections },
  { name: "PostgreSQL frozen for 8 s", happen: freeze },
  { name: "backends terminated", happen: terminate },
  { name: "PostgreSQL moved to another port", happen: move },
];

async function killed(part: Part | undefined): Promise<void> {
  await part?.kill();
  await part?.start();
}

async function killDatabase(stage: Stage): Promise<void> {
  stage.cluster.signal("SIGKILL");
  await stage.restartDatabase();
}

async function cutConnections({ parts }: Stage): Promise<void> {
  for (const { proxy } of parts) proxy.goAway();
  await setTimeout(AWAY_MS);
  for (const { proxy } of parts) proxy.comeBack();
}

/** The server process, which takes new connections, and all its others. */
async function freeze(stage: Stage): Promise<void> {
  const rows = await stage.inServer((client) => client<{ pid: number }[]>`select pid from pg_stat_activity`);
  const signal = (name: NodeJS.Signals) => {
    stage.cluster.signal(name);
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

async function terminate(stage: Stage): Promise<void> {
  await stage.inDatabase((database) =>
    database.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`),
  );
}

/** It comes back where its own port was taken meanwhile. */
async function move(stage: Stage): Promise<void> {
  const { cluster } = stage;
  const port = Number(new URL(cluster.url()).port);
  cluster.signal("SIGINT");
  await cluster.ended();
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  await stage.restartDatabase();
  other.close();
}
