import { sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { roleWarning } from "#lib/audit/role-warning";
import { authorize } from "#lib/authorize";
import { senderAddresses } from "#lib/events/sender-addresses";
import { type Health, health } from "#lib/health/health";
import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";
import { environmentSecrets } from "#lib/sources/environment-secrets";
import { readRhythms, type SourceRhythm } from "./read-rhythms.ts";

/** Something that is off and concerns every page. Times are ISO texts: a warning also goes to browsers as JSON. */
export type Warning =
  | { kind: "silent"; source: string; name: string; since: string }
  | { kind: "quieter"; source: string; name: string; hours: number; seen: number; low: number; high: number }
  | { kind: "signatures"; source: string; name: string; n: number; since: string }
  | { kind: "last-secret"; source: string; name: string; retiresAt: string }
  | { kind: "no-worker" | "unopenable-secret" | "database-role" }
  | { kind: "runs-wait" | "deliveries-wait"; n: number; seconds: number };

/** How long one answer serves all pages of the process. */
const FRESH_MS = 30_000;
/** The same while something is off: it should go soon after its cause. */
const FRESH_OFF_MS = 10_000;
/** Each statement may take so long; then the last answer stays until the next attempt. */
const STATEMENT_MS = 5000;
/** So many refusals for their signature within two hours, from where the sender's messages come from, are no accident. */
const MANY_REFUSALS = 5;
/** For so long a due run or delivery may wait before every page says so. */
const MAX_RUN_WAIT_S = 300;
const MAX_DELIVERY_WAIT_S = 900;

type State = {
  warnings: Warning[] | null;
  readAt: number;
  reading: Promise<void> | undefined;
  /** The last read found no worker. One is missed when two reads do: it may start after the web process. */
  workerMissing: boolean;
};
const state = processWide(
  "provider warnings",
  (): State => ({ warnings: null, readAt: Number.NEGATIVE_INFINITY, reading: undefined, workerMissing: false }),
);

/**
 * What is off, as last known to this process; null before it is known. Answers at once: what is older than 30 s, or 10 s while
 * something is off, is read anew behind it, by one reader for all pages.
 */
export function currentWarnings(actor: Actor): Warning[] | null {
  authorize(actor, "provider:read");
  const isOff = state.workerMissing || (state.warnings ?? []).length > 0;
  if (performance.now() - state.readAt > (isOff ? FRESH_OFF_MS : FRESH_MS)) void refreshWarnings();
  const admin = "role" in actor && actor.role === "admin";
  return state.warnings?.filter(({ kind }) => admin || kind !== "database-role") ?? null;
}

/** Reads them now, or waits for the read that is under way. Never throws. */
export function refreshWarnings(): Promise<void> {
  state.reading ??= readWarnings()
    .then(
      (warnings) => {
        state.warnings = warnings;
      },
      (error: unknown) => log.warn({ err: error }, "the warnings of pages could not be read"),
    )
    .finally(() => {
      state.readAt = performance.now();
      state.reading = undefined;
    });
  return state.reading;
}

async function readWarnings(): Promise<Warning[]> {
  const ours = ourWarnings(await health());
  const role: Warning[] = (await roleWarning()) === null ? [] : [{ kind: "database-role" }];
  const provider = await transaction(async (tx) => {
    await tx.execute(sql.raw(`set local statement_timeout = ${STATEMENT_MS}`));
    const rhythms = await readRhythms(tx);
    return [
      ...rhythms.flatMap(rhythmWarning),
      ...(await signatureWarnings(tx, rhythms)),
      ...(await secretWarnings(tx)),
    ];
  });
  return [...ours, ...provider, ...role];
}

function ourWarnings({ worker, secret, queue, deliveries }: Health): Warning[] {
  const warnings: Warning[] = [];
  const missedBefore = state.workerMissing;
  state.workerMissing = worker === "missing";
  if (worker === "missing" && missedBefore) warnings.push({ kind: "no-worker" });
  if (secret === "cannot-open") warnings.push({ kind: "unopenable-secret" });
  // Without a worker everything waits, which needs no second line.
  if (worker === "missing") return warnings;
  if (queue && queue.oldestSeconds > MAX_RUN_WAIT_S) {
    warnings.push({ kind: "runs-wait", n: queue.waiting, seconds: queue.oldestSeconds });
  }
  if (deliveries && deliveries.oldestSeconds > MAX_DELIVERY_WAIT_S) {
    warnings.push({ kind: "deliveries-wait", n: deliveries.waiting, seconds: deliveries.oldestSeconds });
  }
  return warnings;
}

function rhythmWarning({ source, name, rhythm: { state: now } }: SourceRhythm): Warning[] {
  if (now.kind === "silent") return [{ kind: "silent", source, name, since: now.since.toISOString() }];
  if (now.kind !== "quieter") return [];
  const { hours, seen, usual } = now.window;
  return [{ kind: "quieter", source, name, hours, seen, ...usual }];
}

/**
 * Requests that were refused for their signature although they look like the sender's: they come from where its messages come from, or
 * nothing was verified for a day while they came.
 */
async function signatureWarnings(tx: Tx, rhythms: SourceRhythm[]): Promise<Warning[]> {
  const tallies = await preparedQuery<{ source: string; remoteAddress: string; n: number; since: Date }>(
    tx,
    sql`
    select source, remote_address, sum(kept + counted)::float8 as n, min(hour) as since from rejection_tallies
    where hour > now() - interval '2 hours' and cause in ('bad-signature', 'no-secret')
    group by source, remote_address`,
  );
  if (tallies.length === 0) return [];
  const isSender = await senderAddresses(tx);
  const dayAgo = Date.now() - 86_400_000;
  return rhythms.flatMap(({ source, name, last }): Warning[] => {
    const nothingVerified = last === null || last.receivedAt.getTime() < dayAgo;
    const suspected = tallies.filter(
      (tally) => tally.source === source && (nothingVerified || isSender(source, tally.remoteAddress)),
    );
    const n = suspected.reduce((total, tally) => total + tally.n, 0);
    if (n < MANY_REFUSALS) return [];
    const since = Math.min(...suspected.map((tally) => tally.since.getTime()));
    return [{ kind: "signatures", source, name, n, since: new Date(since).toISOString() }];
  });
}

/** Sources whose last secret retires within a day. A secret of VOVE_WEBHOOK_SECRETS never retires. */
async function secretWarnings(tx: Tx): Promise<Warning[]> {
  const rows = await preparedQuery<{ source: string; name: string; retiresAt: Date }>(
    tx,
    sql`
    select slug as source, name, max(retires_at) as retires_at
    from sources join source_secrets on source = slug and (retires_at is null or retires_at > now())
    group by slug, name having bool_and(retires_at is not null and retires_at < now() + interval '1 day')`,
  );
  return rows
    .filter(({ source }) => environmentSecrets(source).length === 0)
    .map(({ source, name, retiresAt }) => ({ kind: "last-secret", source, name, retiresAt: retiresAt.toISOString() }));
}
