import type { Tx } from "#db/pool";
import { type CaseState, readCases } from "#lib/cases/projection/case-state";
import { outgoingOf } from "#lib/cases/projection/outgoing-of";
import { sameEpisodeState, writeCases } from "#lib/cases/projection/write-case";
import { emit } from "#lib/outgoing/emit";
import {
  type BatchedRun,
  batchOfOne,
  type HandledEvent,
  type Handler,
  type Outcome,
  type PlanLine,
} from "#lib/runs/handler";
import { requeueSuperseded } from "#lib/runs/requeue-superseded";
import { EVENT_TYPES } from "./event-types.ts";

/** Writes the case, its episodes and the verdicts of its events as all events of the case project them. */
export const updateCase: Handler = {
  name: "update-case",
  eventTypes: EVENT_TYPES["update-case"],
  timeoutMs: 20_000,

  async plan(tx, event) {
    return (await readCases(tx, [event])).map((state) => compare(event, state));
  },

  run: batchOfOne(updateCases),
  runBatch: updateCases,
};

async function updateCases(tx: Tx, runs: readonly BatchedRun[]): Promise<Outcome[]> {
  const events = runs.map(({ event }) => event);
  const states = await readCases(tx, events);
  for (const [index, { event, log }] of runs.entries()) log(compare(event, states[index] as CaseState).sentence);
  await writeCases(tx, states);
  await requeueSuperseded(
    tx,
    states.flatMap(({ projection }) => projection.current?.statusEventId ?? []),
  );
  await emit(tx, states.flatMap(outgoingOf));
  return runs.map(() => ({ state: "succeeded" }));
}

/** What writing the case would change, as a plan line. */
function compare(event: HandledEvent, { projection: { current, verdicts }, placed, stored }: CaseState): PlanLine {
  const after = verdicts.get(event.id);
  if (!current || !after) return { would: "skip", sentence: "This event says nothing of a case." };
  const where = `${current.status}, episode ${current.number}`;
  if (!stored || !sameEpisodeState(stored.current, current)) {
    const from = stored ? `${stored.current.status}, episode ${stored.current.number}` : "unknown";
    return { would: "do", sentence: `Case ${from} → ${where}; this event is ${after.verdict}.` };
  }
  const before = placed.get(event.id);
  if (before?.verdict === after.verdict && before.episode === after.episode) {
    return { would: "nothing", sentence: `The case stands at ${where} already: nothing to do.` };
  }
  return { would: "do", sentence: `The case stays ${where}; this event is ${after.verdict}.` };
}
