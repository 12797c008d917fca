import { ensureBuild } from "#bin/build/ensure-build";
import { driveDoor } from "#tools/bench/load/closed-loop";
import { driveDatabase } from "#tools/bench/load/database";
import { startScript } from "#tools/harness/child-process";
import { emptyNextApp } from "./empty-next-app.ts";

/** What a contender is started with: the application's database in `env`; `ownerUrl` for what makes, fills and empties tables. */
export type Ground = { ownerUrl: string; secret: string; env: NodeJS.ProcessEnv };

/** What was sent and answered, each answer a success. */
export type Driven = { latenciesMs: number[]; seconds: number; senderCpuSeconds: number };

export type Started = {
  drive: (connections: number, seconds: number) => Promise<Driven>;
  /** The process whose CPU counts; none where PostgreSQL alone works. */
  pid?: number;
  stop: () => Promise<void>;
};

export type Contender = {
  name: string;
  label: string;
  /** Where each acknowledged message leaves one row. */
  table?: "events" | "webhook_events";
  start: (ground: Ground) => Promise<Started>;
};

/** PostgreSQL writes this many messages a commit where it is asked for the most it can do. */
const GROUP = 64;

export const CONTENDERS: readonly Contender[] = [
  door("express", "Express 5 + svix + pg", "tools/bench/targets/express-app.ts", "webhook_events"),
  {
    name: "empty-next",
    label: "an empty Next route, which reads its body",
    start: async (ground) => startDoor("tools/bench/targets/empty-next.ts", ground, [await emptyNextApp()]),
  },
  door("empty-http", "an empty node:http server", "tools/bench/targets/empty-http.ts"),
  {
    name: "database",
    label: "PostgreSQL, the same rows, one message a commit",
    table: "events",
    start: async ({ ownerUrl }) => limitOf(ownerUrl, 1),
  },
  {
    name: "database-grouped",
    label: `PostgreSQL, the same rows, ${GROUP} messages a commit`,
    table: "events",
    start: async ({ ownerUrl }) => limitOf(ownerUrl, GROUP),
  },
  {
    name: "web",
    label: "Casewire, web process",
    table: "events",
    start: async (ground) => {
      await ensureBuild();
      return startDoor("bin/web.ts", ground);
    },
  },
  door("ingest", "Casewire, ingest process", "bin/ingest.ts", "events"),
];

function door(name: string, label: string, script: string, table?: Contender["table"]): Contender {
  return { name, label, ...(table ? { table } : {}), start: (ground) => startDoor(script, ground) };
}

async function startDoor(script: string, { secret, env }: Ground, args: string[] = []): Promise<Started> {
  const { pid, port, stop } = await startScript(script, env, args);
  return { pid, stop, drive: (connections, seconds) => driveDoor({ port, secret, connections, seconds }) };
}

function limitOf(url: string, group: number): Started {
  return { drive: (connections, seconds) => driveDatabase({ url, group, connections, seconds }), stop: async () => {} };
}
