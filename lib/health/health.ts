import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";
import { sealState } from "#lib/sealing/seal-state";
import { isStopping } from "#lib/stopping";

export type Health = {
  status: "ok" | "failing";
  /** `not-utf8`: its encoding cannot store every event; the rest is then unknown. */
  database: "ok" | "unreachable" | "not-utf8";
  /** Whether a worker sent a heartbeat within the last 30 s. Null: unknown. */
  worker: "ok" | "missing" | null;
  /** Whether every sealed value can be opened. If not, webhooks cannot be verified and the sender has to retry them. Null: unknown. */
  secret: "ok" | "cannot-open" | null;
  /** Due runs of handlers, and for how long the oldest has been due. Null: unknown. */
  queue: Waiting | null;
  /** The same of deliveries: a destination that does not answer makes them wait, and no run of a handler. */
  deliveries: Waiting | null;
};

/** `waiting` is counted up to 10,000. */
type Waiting = { waiting: number; oldestSeconds: number };
type Due = { n: number; oldest: number };

const MAX_WAITING = 10_000;
const TIMEOUT_MS = 2500;
const CACHE_MS = 1000;
const UNKNOWN = { status: "failing", worker: null, secret: null, queue: null, deliveries: null } as const;
const UNREACHABLE: Health = { ...UNKNOWN, database: "unreachable" };

type Check = { endedAt: number; health: Promise<Health> };
const latest = processWide("health", (): { check?: Check } => ({}));

/** The response of `/api/health`, for monitors and supervisors: 200 while everything works, else 503. The body says what does not. */
export async function healthAnswer(): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  const now = await health();
  const status = isStopping() ? "failing" : now.status;
  return {
    status: status === "ok" ? 200 : 503,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify({ ...now, status }),
  };
}

/**
 * Whether Casewire receives events and works on them. Answers within 3 s whatever the database does. All callers share one check, which is
 * made at most once a second.
 */
export async function health(): Promise<Health> {
  const now = performance.now();
  if (!latest.check || now - latest.check.endedAt > CACHE_MS) {
    const check: Check = { endedAt: Number.POSITIVE_INFINITY, health: checkHealth() };
    latest.check = check;
    void check.health.finally(() => {
      check.endedAt = performance.now();
    });
  }
  const timeout = Promise.withResolvers<Health>();
  const timer = setTimeout(() => timeout.resolve(UNREACHABLE), TIMEOUT_MS);
  try {
    return await Promise.race([latest.check.health, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function checkHealth(): Promise<Health> {
  try {
    // Asked first: such a database lacks the migrations that it cannot store, and with them columns of the next query.
    const [setting] = await database().execute<{ utf8: boolean }>(
      sql`select current_setting('server_encoding') = 'UTF8' as utf8`,
    );
    if (!setting?.utf8) return { ...UNKNOWN, database: "not-utf8" };
    const [row] = await database().execute<{ worker: boolean; runs: Due | null; deliveries: Due | null }>(sql`
      with due as (
        select delivery_id is not null as is_delivery, count(*) as n, extract(epoch from now() - min(due_at)) as oldest
        from runs where state = 'queued' and due_at <= now() group by 1)
      select exists (select 1 from workers where heartbeat_at > now() - interval '30 seconds') as worker,
        (select to_jsonb(due) from due where not is_delivery) as runs,
        (select to_jsonb(due) from due where is_delivery) as deliveries`);
    const worker = row?.worker ? "ok" : "missing";
    const secret = (await sealState()).none > 0 ? "cannot-open" : "ok";
    return {
      status: worker === "ok" && secret === "ok" ? "ok" : "failing",
      database: "ok",
      worker,
      secret,
      queue: waiting(row?.runs),
      deliveries: waiting(row?.deliveries),
    };
  } catch (error) {
    log.warn({ err: error }, "the database does not answer");
    return UNREACHABLE;
  }
}

function waiting(due: Due | null | undefined): Waiting {
  return { waiting: Math.min(due?.n ?? 0, MAX_WAITING), oldestSeconds: Math.round(due?.oldest ?? 0) };
}
