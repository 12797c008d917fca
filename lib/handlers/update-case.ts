import type { Tx } from "#db/pool";
import { type CaseState, readCases } from "#lib/cases/projection/case-state";
import { sameEpisodeState, writeCases } from "#lib/cases/projection/write-case";
import { type BatchedRun, batchOfOne } from "#lib/runs/batched-run";
import type { Outcome } from "#lib/runs/end-run";
import type { HandledEvent, Handler } from "#lib/runs/handler";
import { requeueSuperseded } from "#lib/runs/requeue-superseded";
import { EVENT_TYPES } from "./event-types.ts";

/** Makes the case, its episodes and the verdicts of its events say what all events of the case say together. */
export const updateCase: Handler = {
  name: "update-case",
  eventTypes: EVENT_TYPES["update-case"],
  timeoutMs: 20_000,

  async plan(tx, event) {
    return (await readCases(tx, [event])).map((state) => compare(event, state));
  },

  run: batchOfOne(project),
  runBatch: project,
};

async function project(tx: Tx, runs: readonly BatchedRun[]): Promise<Outcome[]> {
  const events = runs.map(({ event }) => event);
  const states = await readCases(tx, events);
  for (const [place, { event, log }] of runs.entries()) log(compare(event, states[place] as CaseState).sentence);
  await writeCases(tx, states);
  const statusEventIds = states.flatMap(({ projection }) => projection.current?.statusEventId ?? []);
  await requeueSuperseded(tx, statusEventIds);
  return runs.map(() => ({ state: "succeeded" }));
}

function compare(event: HandledEvent, { projection: { current, verdicts }, placed, stored }: CaseState) {
  const meant = verdicts.get(event.id);
  if (!current || !meant) return { would: "skip" as const, sentence: "This event says nothing of a case." };
  const where = `${current.status}, episode ${current.number}`;
  if (!stored || !sameEpisodeState(stored.current, current)) {
    const from = stored ? `${stored.current.status}, episode ${stored.current.number}` : "unknown";
    return { would: "do" as const, sentence: `Case ${from} → ${where}; this event is ${meant.verdict}.` };
  }
  const before = placed.get(event.id);
  if (before?.verdict === meant.verdict && before.episode === meant.episode) {
    return { would: "nothing" as const, sentence: `The case stands at ${where} already: nothing to do.` };
  }
  return { would: "do" as const, sentence: `The case stays ${where}; this event is ${meant.verdict}.` };
}
