import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { removeEmbedded, startEmbedded } from "#db/embedded";
import { runningPostmaster } from "#db/embedded/postmaster";
import { migrate } from "#db/migrate";
import { newSecret } from "#lib/sources/secret";
import { storeMessages } from "./store-messages.ts";

/** Older than every message that a benchmark sends. */
const STORED_DAYS_AGO = [730, 2] as const;

const FOLDER = resolve(`node_modules/.cache/casewire/bench-cluster-${process.pid}`);

/** Where a target stores one row for each message it acknowledges. */
export type MessageTable = "events" | "webhook_events";

/** What all benchmarks share: a PostgreSQL of their own, a signing secret, and what the processes are started with. */
export type BenchContext = {
  /** Of the owner, who creates, fills and truncates tables. */
  ownerUrl: string;
  secret: string;
  /** With the URL of the application's role. */
  env: NodeJS.ProcessEnv;
  /** The pid of PostgreSQL. */
  postmaster: number;
  version: string;
  sql: postgres.Sql;
  /** Replaces all messages by so many old ones, which `clear` keeps. */
  storeMessages: (count: number) => Promise<void>;
  /** Truncates the tables of messages, unless `storeMessages` has filled them. */
  clear: () => Promise<void>;
  /** The number of rows in the table, without those of `storeMessages`. */
  count: (table: MessageTable) => Promise<number>;
  /** Registers a function that is called when the benchmark ends. */
  atEnd: (stop: () => Promise<void>) => void;
  /** Calls the registered functions, the last first. */
  endAll: () => Promise<void>;
  /** Calls `endAll` and stops PostgreSQL; once, though a shutdown signal and the error it causes both call it. */
  stop: () => Promise<void>;
};

/** Starts a PostgreSQL with the settings of the embedded one, Casewire's schema, and the table that the Express target needs. */
export async function openContext(): Promise<BenchContext> {
  const { url, ownerUrl } = await startEmbedded(FOLDER, { settings: { max_connections: "1100" } });
  await migrate(ownerUrl, url);
  const sql = connect(ownerUrl);
  await sql`create table webhook_events (
    message_id text primary key, body jsonb not null, received_at timestamptz not null default now()
  )`;
  await sql`grant all on webhook_events to public`;
  let stored = 0;
  const [server] = await sql`show server_version`;
  const postmaster = runningPostmaster(join(FOLDER, "data"));
  if (!postmaster) throw new Error("PostgreSQL ended as soon as it had started.");
  const secret = newSecret();
  const atEnd: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const endAll = async () => {
    for (let end = atEnd.pop(); end; end = atEnd.pop()) await end();
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
    storeMessages: async (count) => {
      await storeMessages(sql, { count, daysAgo: STORED_DAYS_AGO });
      stored = count;
    },
    clear: async () => {
      if (stored === 0) await sql`truncate receipts, events, runs, webhook_events restart identity cascade`;
      await sql`checkpoint`;
    },
    count: async (table) => {
      const where = table === "events" ? sql`where id > ${stored}` : sql`where received_at > now() - interval '1 day'`;
      return Number((await sql`select count(*) from ${sql(table)} ${where}`)[0]?.count);
    },
    atEnd: (end) => void atEnd.push(end),
    endAll,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
