import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { cases, events } from "#db/schema";
import { lockCase } from "#lib/cases/lock-case";
import { projectCase } from "#lib/cases/project-case";
import type { Projection } from "#lib/cases/projection";
import { writeCase } from "#lib/cases/write-case";
import type { HandledEvent, Handler } from "./handler.ts";
import { lookAgain } from "./look-again.ts";

/** Makes the case, its episodes and the verdicts of its events say what all events of the case say together. */
export const updateCase: Handler = {
  name: "update-case",
  eventTypes: [
    "kyb.case.created",
    "kyb.case.in_progress",
    "kyb.case.in_review",
    "kyb.case.completed",
    "kyb.case.rejected",
  ],
  timeoutMs: 20_000,

  async plan(tx, event) {
    return [await compare(tx, event, await projectCase(tx, event.source, event.refId))];
  },

  run({ event, log, conclude }) {
    return conclude(async (tx) => {
      await lockCase(tx, event.source, event.refId);
      const projection = await projectCase(tx, event.source, event.refId);
      const { sentence } = await compare(tx, event, projection);
      await writeCase(tx, event.source, event.refId, projection);
      if (projection.current) await lookAgain(tx, projection.current.statusEventId);
      log(sentence);
      return { state: "succeeded" };
    });
  },
};

async function compare(tx: Tx, event: HandledEvent, { current, verdicts }: Projection) {
  const placed = verdicts.get(event.id);
  if (!current || !placed) return { would: "skip" as const, sentence: "This event says nothing of a case." };
  const [stored] = await tx
    .select({
      status: cases.status,
      episode: cases.episode,
      gap: cases.gap,
      conflict: cases.conflict,
      from: cases.statusEventId,
    })
    .from(cases)
    .where(and(eq(cases.source, event.source), eq(cases.refId, event.refId)));
  const [known] = await tx
    .select({ verdict: events.verdict, episode: events.episode })
    .from(events)
    .where(eq(events.id, event.id));
  const where = `${current.status}, episode ${current.number}`;
  const same =
    stored?.status === current.status &&
    stored.episode === current.number &&
    stored.gap === current.gap &&
    stored.conflict === current.conflict &&
    stored.from === current.statusEventId;
  if (!same) {
    const from = stored ? `${stored.status}, episode ${stored.episode}` : "unknown";
    return { would: "do" as const, sentence: `Case ${from} → ${where}; this event is ${placed.verdict}.` };
  }
  if (known?.verdict === placed.verdict && known.episode === placed.episode) {
    return { would: "nothing" as const, sentence: `The case stands at ${where} already: nothing to do.` };
  }
  return { would: "do" as const, sentence: `The case stays ${where}; this event is ${placed.verdict}.` };
}
