import { and, asc, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { users } from "#db/access-schema";
import { database } from "#db/pool";
import { businesses, cases, effects, episodes, events, followUps, legalHolds, runs } from "#db/schema";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { type DeliverySummary, summarizeDeliveries } from "#lib/outgoing/delivery-summaries";
import { Refusal } from "#lib/refusal";
import { DEAD_DELIVERIES, hasDeliveryProblem, unsettledDeadRun, unsettledDelivery } from "#lib/runs/delivery-problem";
import { mayReadPersonalData } from "./personal-data.ts";
import { findProvenance } from "./provenance.ts";
import { missingStatusOf, settlementsOf } from "./settlements.ts";
import { type FoundCase, redactedCase } from "./viewer-fields.ts";

type Episode = Omit<typeof episodes.$inferSelect, "caseId"> & { deliveryProblem: boolean };
type FollowUp = typeof followUps.$inferSelect & { owner: string | null; raisedAgain: boolean; overdue: boolean };

type Input = { source?: string; refId: string; episode?: number };

/** A case with all its fields. A viewer is sent what `viewer-fields.ts` leaves of it. */
export type WholeCase = Awaited<ReturnType<typeof wholeCase>>;

/** One case as it is now, or as one of its earlier episodes ended. Throws Refusal `not-found`. */
export async function findCase(actor: Actor, input: Input): Promise<FoundCase> {
  authorize(actor, "case:read");
  const found = await wholeCase(input);
  if (!mayReadPersonalData(actor)) return redactedCase(found);
  recordRead(actor, { what: "case", source: found.source, refId: found.refId });
  return found;
}

async function wholeCase(input: Input) {
  const { source = "vove", refId } = input;
  const [found] = await database()
    .select({ row: cases, assignee: users.name })
    .from(cases)
    .leftJoin(users, eq(users.id, cases.assigneeId))
    .where(and(eq(cases.source, source), eq(cases.refId, refId)));
  if (!found) throw new Refusal("not-found", `There is no case ${refId} of ${source}.`);
  const { row, assignee } = found;
  const all = await episodesOf(row.id);
  const episode = all.find(({ number }) => number === (input.episode ?? row.episode));
  if (!episode) throw new Refusal("not-found", `The case ${refId} has no episode ${input.episode ?? row.episode}.`);
  const of = { source, refId, episode: episode.number, current: row.episode };
  const [settled, missingStatus, business, followUp, legalHold, deadHandlers, deadDeliveries, provenance, done] =
    await Promise.all([
      episode.gap || episode.conflict
        ? settlementsOf({
            caseId: row.id,
            episode: episode.number,
            current: episode.number === row.episode ? row : null,
          })
        : [],
      episode.gap ? missingStatusOf(source, refId, episode.number) : null,
      businessOf(source, refId),
      followUpOf(row.id, row.lastChangeAt),
      row.held ? legalHoldOf(row.id) : null,
      deadHandlersOf(of),
      deadDeliveriesOf(of),
      findProvenance(episode.statusEventId),
      effectsOf(source, refId, episode.number),
    ]);
  const { number, ...state } = episode;
  return {
    id: row.id,
    source,
    refId,
    episode: number,
    ...state,
    /** Whether this is where the case stands now, not how an earlier episode ended. */
    latest: number === row.episode,
    /** What the reader's role may not see is null. */
    redacted: false,
    episodes: all,
    /** Of a gap: the status whose message never reached us. */
    missingStatus,
    /** The gap or the conflict of this episode that a person settled. */
    settled,
    lastChangeAt: row.lastChangeAt,
    assignee: row.assigneeId === null ? null : { id: row.assigneeId, name: assignee ?? "" },
    business,
    followUp,
    /** While it stands nothing of the case is removed. */
    legalHold,
    /** When retention emptied the case; null once an event has changed it since. */
    removedAt: row.removedAt,
    /** The handlers that gave up on an event of this episode, one for each. */
    deadHandlers,
    /** The destinations that were not told of something of this episode, with what that is. */
    deadDeliveries,
    provenance,
    effects: done,
  };
}

function episodesOf(caseId: number): Promise<Episode[]> {
  const { caseId: _, ...columns } = getTableColumns(episodes);
  const of = { ...cases, episode: episodes.number, status: episodes.status };
  return database()
    .select({ ...columns, deliveryProblem: hasDeliveryProblem(of, cases.episode) })
    .from(episodes)
    .innerJoin(cases, eq(cases.id, episodes.caseId))
    .where(eq(episodes.caseId, caseId))
    .orderBy(asc(episodes.number));
}

async function businessOf(source: string, refId: string) {
  const [business] = await database()
    .select({
      name: businesses.name,
      contactEmail: businesses.contactEmail,
      accountStatus: businesses.accountStatus,
      enabledAt: businesses.enabledAt,
    })
    .from(businesses)
    .where(and(eq(businesses.source, source), eq(businesses.refId, refId)));
  return business ?? null;
}

async function followUpOf(caseId: number, lastChangeAt: Date): Promise<FollowUp | null> {
  const [open] = await database()
    .select({
      row: followUps,
      owner: users.name,
      overdue: sql<boolean>`coalesce(${followUps.dueOn} < current_date, false)`,
    })
    .from(followUps)
    .leftJoin(users, eq(users.id, followUps.ownerId))
    .where(and(eq(followUps.caseId, caseId), isNull(followUps.resolvedAt)));
  return open
    ? { ...open.row, owner: open.owner, overdue: open.overdue, raisedAgain: lastChangeAt > open.row.seenAt }
    : null;
}

async function legalHoldOf(caseId: number) {
  const [open] = await database()
    .select({ reason: legalHolds.reason, heldBy: legalHolds.heldBy, heldAt: legalHolds.heldAt })
    .from(legalHolds)
    .where(and(eq(legalHolds.caseId, caseId), isNull(legalHolds.releasedAt)));
  return open ?? null;
}

type EpisodeKey = { source: string; refId: string; episode: number; current: number };

async function deadHandlersOf(of: EpisodeKey) {
  const dead = await database().execute<{ handler: string }>(sql`
    select dead.handler from runs as dead join events as about on about.id = dead.event_id
    where dead.source = ${of.source} and dead.ref_id = ${of.refId}
      and ${unsettledDeadRun(sql`${of.episode}::int`, sql`${of.current}::int`)}
    order by dead.id`);
  return dead.map(({ handler }) => handler);
}

/** Deliveries listed of one case, the latest. */
const MAX_DELIVERIES = 100;

/** By destination, so that many deliveries to one are one problem. */
async function deadDeliveriesOf({ source, refId, episode, current }: EpisodeKey) {
  const dead = await summarizeDeliveries(sql`
    select dead.delivery_id from ${DEAD_DELIVERIES}
    where dead.source = ${source} and dead.ref_id = ${refId}
      and ${unsettledDelivery(sql`${episode}::int`, sql`${current}::int`)}
    order by dead.delivery_id desc limit ${MAX_DELIVERIES}`);
  const byDestination = Map.groupBy(dead, ({ destination }) => destination.id);
  return [...byDestination.values()].map((lines) => {
    const { destination, attempt, last } = lines.at(-1) as DeliverySummary;
    return { destination, attempt, last, deliveries: lines.map(({ id, type }) => ({ id, type })) };
  });
}

/** By the episode of their event, since an effect keeps the number it had. `runState`: the state of its handler's latest run. */
function effectsOf(source: string, refId: string, episode: number) {
  const { id, key, handler, state, at } = effects;
  return database()
    .select({ id, key, handler, state, at, runState: runs.state })
    .from(effects)
    .leftJoin(runs, and(eq(runs.eventId, effects.eventId), eq(runs.handler, handler), sql`${runs.latest}`))
    .leftJoin(events, eq(events.id, effects.eventId))
    .where(
      and(
        eq(effects.source, source),
        eq(effects.refId, refId),
        sql`coalesce(${events.episode}, ${effects.episode}) = ${episode}`,
      ),
    )
    .orderBy(asc(effects.id));
}
