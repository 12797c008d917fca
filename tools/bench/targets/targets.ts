import { ensureBuild } from "#bin/build/ensure-build";
import { runClosedLoop } from "#tools/bench/load/closed-loop";
import { writeMessages } from "#tools/bench/load/database";
import type { LoadResult } from "#tools/bench/load/load-result";
import type { BenchContext, MessageTable } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import { emptyNextApp } from "./empty-next-app.ts";

export type StartedTarget = {
  load: (connections: number, seconds: number) => Promise<LoadResult>;
  /** The process whose CPU is measured; none where PostgreSQL does all the work. */
  pid?: number;
  stop: () => Promise<void>;
};

/** Something that takes messages and whose throughput is compared with the others'. */
export type Target = {
  name: string;
  label: string;
  /** The table in which each acknowledged message must have its row. */
  table?: MessageTable;
  start: (context: BenchContext) => Promise<StartedTarget>;
};

/** The messages in each commit where PostgreSQL's maximum is measured. */
const GROUP_SIZE = 64;

export const TARGETS: readonly Target[] = [
  server("express", "Express 5 + svix + pg", "tools/bench/targets/express-app.ts", "webhook_events"),
  {
    name: "empty-next",
    label: "an empty Next route, which reads its body",
    start: async (context) => startServer("tools/bench/targets/empty-next.ts", context, [await emptyNextApp()]),
  },
  server("empty-http", "an empty node:http server", "tools/bench/targets/empty-http.ts"),
  {
    name: "database",
    label: "PostgreSQL, the same rows, one message a commit",
    table: "events",
    start: async ({ ownerUrl }) => databaseOnly(ownerUrl, 1),
  },
  {
    name: "database-grouped",
    label: `PostgreSQL, the same rows, ${GROUP_SIZE} messages a commit`,
    table: "events",
    start: async ({ ownerUrl }) => databaseOnly(ownerUrl, GROUP_SIZE),
  },
  {
    name: "web",
    label: "Casewire, web process",
    table: "events",
    start: async (context) => {
      await ensureBuild();
      return startServer("bin/web.ts", context);
    },
  },
  server("ingest", "Casewire, ingest process", "bin/ingest.ts", "events"),
];

function server(name: string, label: string, script: string, table?: MessageTable): Target {
  return { name, label, ...(table ? { table } : {}), start: (context) => startServer(script, context) };
}

async function startServer(script: string, context: BenchContext, args: string[] = []): Promise<StartedTarget> {
  const { secret, env } = context;
  const { pid, port, stop } = await startScript(script, env, args);
  return { pid, stop, load: (connections, seconds) => runClosedLoop({ port, secret, connections, seconds }) };
}

function databaseOnly(url: string, groupSize: number): StartedTarget {
  return {
    load: (connections, seconds) => writeMessages({ url, groupSize, connections, seconds }),
    stop: async () => {},
  };
}
