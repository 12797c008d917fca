import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import postgres from "postgres";
import type { Contender, Ground } from "#bin/bench/contenders";
import { removeEmbedded, startEmbedded } from "#db/embedded";
import { runningPostmaster } from "#db/embedded/postmaster";
import { migrate } from "#db/migrate";
import { newSecret } from "#lib/sources/secret";

const FOLDER = resolve(`node_modules/.cache/casewire/bench-cluster-${process.pid}`);

/** What all contenders share, and nothing else uses. */
export type BenchGround = Ground & {
  postmaster: number;
  version: string;
  /** Empties what the doors write to. */
  clear: () => Promise<void>;
  /** How many messages are stored where the contender stores them. */
  stored: (table: NonNullable<Contender["table"]>) => Promise<number>;
  stop: () => Promise<void>;
};

/** Starts a PostgreSQL of its own, as users have it, with Casewire's schema and the one table that the Express handler needs. */
export async function openGround(): Promise<BenchGround> {
  const { url } = await startEmbedded(FOLDER, { settings: { max_connections: "1100" } });
  await migrate(url);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`create table webhook_events (
    message_id text primary key, body jsonb not null, received_at timestamptz not null default now()
  )`;
  const [server] = await sql`show server_version`;
  const postmaster = runningPostmaster(join(FOLDER, "data"));
  if (!postmaster) throw new Error("PostgreSQL ended as soon as it had started.");
  const secret = newSecret();
  return {
    databaseUrl: url,
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
    version: String(server?.server_version),
    clear: async () => {
      await sql`truncate receipts, events, runs, webhook_events restart identity cascade`;
      await sql`checkpoint`;
    },
    stored: async (table) => Number((await sql`select count(*) from ${sql(table)}`)[0]?.count),
    stop: async () => {
      await sql.end();
      await removeEmbedded(FOLDER);
    },
  };
}
