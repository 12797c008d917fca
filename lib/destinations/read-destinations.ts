import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { destinationFigures, type Figures } from "./destination-figures.ts";
import { type DestinationFormat, destinationId as idSchema } from "./destination-input.ts";
import { noDestination } from "./destination-row.ts";

/** Waiting deliveries counted of one destination. */
export const MAX_WAITING = 10_000;

export type ListedDestination = {
  id: string;
  name: string;
  url: string;
  format: DestinationFormat;
  /** Null: all that its format has. */
  eventTypes: string[] | null;
  /** Null: all. */
  source: string | null;
  personalData: boolean;
  /** The values are never shown. */
  headerNames: string[];
  concurrency: number;
  ratePerSecond: number | null;
  state: "enabled" | "disabled";
  stateBy: string | null;
  stateReason: string | null;
  stateAt: string;
  /** The first failure since the last success. */
  failingSince: string | null;
  /** When the last request that succeeded began, as far as attempts are kept. */
  lastSuccessAt: string | null;
  /** Deliveries queued or under way, at most `MAX_WAITING`. */
  waiting: number;
  nextRetryAt: string | null;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  figures: Figures;
};

export type DestinationSecret = {
  id: string;
  hint: string;
  fingerprint: string;
  createdBy: string;
  createdAt: string;
  /** Until when it signs beside the newest. */
  expiresAt: string | null;
};

/** `secrets`: those in use, the newest first. */
export type FoundDestination = ListedDestination & { secrets: DestinationSecret[] };

/** Every destination, the oldest first. */
export async function listDestinations(actor: Actor): Promise<ListedDestination[]> {
  authorize(actor, "destination:read");
  return await read();
}

/** One destination. Throws Refusal `not-found`, also for one that was deleted. */
export async function findDestination(
  actor: Actor,
  { destinationId }: { destinationId: string },
): Promise<FoundDestination> {
  authorize(actor, "destination:read");
  // What is no id names none.
  if (!idSchema.safeParse(destinationId).success) throw noDestination();
  const [[found], secrets] = await Promise.all([read(destinationId), secretsOf(destinationId)]);
  if (!found) throw noDestination();
  return { ...found, secrets };
}

type Times = "stateAt" | "failingSince" | "lastSuccessAt" | "nextRetryAt" | "createdAt" | "updatedAt";
type Row = Omit<ListedDestination, "figures" | Times> & { [time in Times]: Date | null };

async function read(only?: string): Promise<ListedDestination[]> {
  // Waiting: runs_undelivered. The next retry: runs_due, whose due runs are left out: they may be many, and are first attempts.
  // The last success lies before the failures of `failing_since`: without them the index is not read through.
  const rows = preparedQuery<Row>(
    database(),
    sql`
    select id, name, url, format, to_jsonb(event_types) as event_types, source, personal_data, to_jsonb(header_names) as header_names,
      concurrency, rate_per_second, state, state_by, state_reason, state_at, failing_since, created_by, created_at, updated_at, (
        select max(at) from (
          select at from delivery_attempts
          where destination_id = destinations.id and not test and at <= coalesce(failing_since, 'infinity') and succeeded
          order by at desc limit 1) as success) as last_success_at, (
        select count(*)::int from (
          select from runs where handler = 'destination/' || destinations.id and latest and delivery_id is not null
            and state <> 'succeeded' and state in ('queued', 'running') limit ${MAX_WAITING}) as waiting) as waiting, (
        select due_at from runs where handler = 'destination/' || destinations.id and state = 'queued' and due_at > now() and attempt > 1
        order by due_at limit 1) as next_retry_at
    from destinations where deleted_at is null and id = coalesce(${only ?? null}::uuid, id) order by created_at, id`,
  );
  const [found, figures] = await Promise.all([rows, destinationFigures()]);
  return found.map((row) => ({ ...row, ...timesOf(row), figures: figures(row.id) }));
}

function timesOf({ stateAt, failingSince, lastSuccessAt, nextRetryAt, createdAt, updatedAt }: Row) {
  const iso = (time: Date | null) => time?.toISOString() ?? null;
  return {
    stateAt: iso(stateAt) ?? "",
    failingSince: iso(failingSince),
    lastSuccessAt: iso(lastSuccessAt),
    nextRetryAt: iso(nextRetryAt),
    createdAt: iso(createdAt) ?? "",
    updatedAt: iso(updatedAt) ?? "",
  };
}

async function secretsOf(destinationId: string): Promise<DestinationSecret[]> {
  type Row = Omit<DestinationSecret, "createdAt" | "expiresAt"> & { createdAt: Date; expiresAt: Date | null };
  const rows = await preparedQuery<Row>(
    database(),
    sql`
    select id, hint, fingerprint, created_by, created_at, expires_at from destination_secrets
    where destination_id = ${destinationId} and sealed is not null and (expires_at is null or expires_at > now())
    order by created_at desc, id`,
  );
  return rows.map(({ createdAt, expiresAt, ...secret }) => ({
    ...secret,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  }));
}
