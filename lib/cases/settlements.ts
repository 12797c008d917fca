import { and, desc, eq, sql } from "drizzle-orm";
import { settlements } from "#db/desk-schema";
import { database } from "#db/pool";
import { events } from "#db/schema";

type Settlement = Pick<typeof settlements.$inferSelect, "kind" | "reason" | "settledBy" | "settledAt">;

type Shown = {
  caseId: number;
  episode: number;
  /** The case's row, where the episode is the current one. */
  current: { gapSettled: boolean; conflictSettled: boolean } | null;
};

/** What people settled of an episode and no event has raised again: one of each kind at most. */
export async function settlementsOf({ caseId, episode, current }: Shown): Promise<Settlement[]> {
  const { kind, reason, settledBy, settledAt } = settlements;
  const found = await database()
    .selectDistinctOn([kind], { kind, reason, settledBy, settledAt })
    .from(settlements)
    // The number of the current episode may have gone up since.
    .where(and(eq(settlements.caseId, caseId), current ? undefined : eq(settlements.episode, episode)))
    .orderBy(kind, desc(settlements.id));
  return current ? found.filter((one) => current[`${one.kind}Settled`]) : found;
}

/** The status that the last gap of an episode names as before it: its message never reached us. */
export async function missingStatusOf(source: string, refId: string, episode: number) {
  const [gap] = await database()
    .select({ status: events.previousStatus })
    .from(events)
    .where(
      and(
        eq(events.source, source),
        eq(events.refId, refId),
        eq(events.episode, episode),
        sql`${events.verdict} = 'gap'`,
      ),
    )
    .orderBy(desc(events.occurredAt), desc(events.id))
    .limit(1);
  return gap?.status ?? null;
}
