import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";
import { sealState } from "#lib/sealing/seal-state";

export type Health = {
  status: "ok" | "failing";
  /** `not-utf8`: its encoding cannot hold what events hold. */
  database: "ok" | "unreachable" | "not-utf8";
  /** Whether a worker has beaten within the last 30 s. Null: not known, without the database. */
  worker: "ok" | "missing" | null;
  /** Whether everything that is stored sealed can be opened: without, webhooks wait at their sender. Null: not known. */
  secret: "ok" | "cannot-open" | null;
  /** Runs that are due, counted up to 10,000, and how long the oldest has been. Null: not known. */
  queue: { waiting: number; oldestSeconds: number } | null;
};

const ANSWER_MS = 2500;
const KEEP_MS = 1000;
const UNREACHABLE: Health = { status: "failing", database: "unreachable", worker: null, secret: null, queue: null };

type Look = { at: number; health: Promise<Health> };
const latest = processWide("health", (): { look?: Look } => ({}));

/**
 * Whether Casewire does its whole job: takes events in and works on them. Answers within 3 s whatever the database does, and
 * asks it at most once a second, one question at a time, whoever asks us.
 */
export async function health(): Promise<Health> {
  const now = performance.now();
  if (!latest.look || now - latest.look.at > KEEP_MS) {
    latest.look = { at: Number.POSITIVE_INFINITY, health: look() };
    const current = latest.look;
    void current.health.finally(() => {
      current.at = performance.now();
    });
  }
  const late = Promise.withResolvers<Health>();
  const timer = setTimeout(() => late.resolve(UNREACHABLE), ANSWER_MS);
  try {
    return await Promise.race([latest.look.health, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function look(): Promise<Health> {
  try {
    const [row] = await database().execute<{ worker: boolean; waiting: number; oldest: number; utf8: boolean }>(sql`
      with due as (select due_at from runs where state = 'queued' and due_at <= now() order by due_at, id limit 10000)
      select exists (select 1 from workers where heartbeat_at > now() - interval '30 seconds') as worker,
        current_setting('server_encoding') = 'UTF8' as utf8,
        (select count(*)::int from due) as waiting,
        (select coalesce(extract(epoch from now() - min(due_at)), 0)::float from due) as oldest`);
    const worker = row?.worker ? "ok" : "missing";
    const secret = (await sealState()).none > 0 ? "cannot-open" : "ok";
    const utf8 = row?.utf8 ?? false;
    return {
      status: worker === "ok" && secret === "ok" && utf8 ? "ok" : "failing",
      database: utf8 ? "ok" : "not-utf8",
      worker,
      secret,
      queue: { waiting: row?.waiting ?? 0, oldestSeconds: Math.round(row?.oldest ?? 0) },
    };
  } catch (error) {
    log.warn({ err: error }, "the database does not answer");
    return UNREACHABLE;
  }
}
