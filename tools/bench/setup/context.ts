import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { removeEmbedded, startEmbedded } from "#db/embedded";
import { runningPostmaster } from "#db/embedded/postmaster";
import { migrate } from "#db/migrate";
import { newSecret } from "#lib/sources/secret";
import type { Contender, Ground } from "#tools/bench/targets/targets";
import { plantMessages } from "./store-messages.ts";

/** Before whatever comes in while it is measured. */
const PLANTED_DAYS_AGO = [730, 2] as const;

const FOLDER = resolve(`node_modules/.cache/casewire/bench-cluster-${process.pid}`);

/** What all contenders share, and nothing else uses. */
export type BenchGround = Ground & {
  postmaster: number;
  version: string;
  sql: postgres.Sql;
  /** Stores so many messages, and nothing else, for all that follows. */
  plant: (count: number) => Promise<void>;
  /** Empties what the doors write to, unless messages were planted there. */
  clear: () => Promise<void>;
  /** How many messages are stored where the contender stores them, without the planted ones. */
  stored: (table: NonNullable<Contender["table"]>) => Promise<number>;
  /** Has `stop` called when the measure ends, or the bench. */
  atEnd: (stop: () => Promise<void>) => void;
  /** Stops what the measure started, the last first. */
  endAll: () => Promise<void>;
  /** Stops all, and PostgreSQL. Once, though whoever interrupts us also makes what is under way fail. */
  stop: () => Promise<void>;
};

/** Starts a PostgreSQL of its own, as users have it, with Casewire's schema and the one table that the Express handler needs. */
export async function openGround(): Promise<BenchGround> {
  const { url, ownerUrl } = await startEmbedded(FOLDER, { settings: { max_connections: "1100" } });
  await migrate(ownerUrl, url);
  const sql = connect(ownerUrl);
  await sql`create table webhook_events (
    message_id text primary key, body jsonb not null, received_at timestamptz not null default now()
  )`;
  await sql`grant all on webhook_events to public`;
  let planted = 0;
  const [server] = await sql`show server_version`;
  const postmaster = runningPostmaster(join(FOLDER, "data"));
  if (!postmaster) throw new Error("PostgreSQL ended as soon as it had started.");
  const secret = newSecret();
  const started: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const endAll = async () => {
    for (let stop = started.pop(); stop; stop = started.pop()) await stop();
  };
  const stop = async () => {
    await endAll();
    await sql.end({ timeout: 1 });
    await removeEmbedded(FOLDER);
  };
  return {
    ownerUrl,
    secret,
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: "0",
      DATABASE_URL: url,
      CASEWIRE_SECRET: randomBytes(32).toString("hex"),
      VOVE_WEBHOOK_SECRETS: secret,
    },
    postmaster: postmaster.pid,
    sql,
    version: String(server?.server_version),
    plant: async (count) => {
      await plantMessages(sql, { count, daysAgo: PLANTED_DAYS_AGO });
      planted = count;
    },
    clear: async () => {
      if (planted === 0) await sql`truncate receipts, events, runs, webhook_events restart identity cascade`;
      await sql`checkpoint`;
    },
    stored: async (table) => {
      const where = table === "events" ? sql`where id > ${planted}` : sql`where received_at > now() - interval '1 day'`;
      return Number((await sql`select count(*) from ${sql(table)} ${where}`)[0]?.count);
    },
    atEnd: (end) => void started.push(end),
    endAll,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
