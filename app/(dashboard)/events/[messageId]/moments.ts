import type { FoundEvent } from "#lib/events/find-event";
import { changedAt } from "#lib/outgoing/delivery-summaries";

type Receipt = FoundEvent["receipts"][number];
type Run = FoundEvent["runs"][number];
type Effect = FoundEvent["effects"][number];
type Delivery = FoundEvent["deliveries"][number];

/** One thing that happened to an event, at its time. */
export type Moment =
  | { kind: "made"; at: Date }
  | { kind: "receipt"; at: Date; receipt: Receipt; nth: number }
  | { kind: "stored"; at: Date }
  | { kind: "run"; at: Date; run: Run }
  /** Two or more attempts of one handler that failed one after the other, the first of them first. */
  | { kind: "attempts"; at: Date; runs: Run[] }
  | { kind: "effect"; at: Date; effect: Effect }
  | { kind: "delivery"; at: Date; delivery: Delivery };

/** The order within one millisecond: a cause before its effect. */
const RANKS: Moment["kind"][] = ["made", "receipt", "stored", "run", "attempts", "effect", "delivery"];

/** The moments of the event in order of time. Its making is first, even where the sender's clock is ahead. */
export function momentsOf(event: FoundEvent): Moment[] {
  const after: Moment[] = [
    ...event.receipts.map((receipt, n): Moment => ({ kind: "receipt", at: receipt.receivedAt, receipt, nth: n + 1 })),
    { kind: "stored", at: event.receivedAt },
    ...attemptsOf(event.runs),
    ...event.effects.map((effect): Moment => ({ kind: "effect", at: effect.at, effect })),
    ...event.deliveries.map((delivery): Moment => ({ kind: "delivery", at: changedAt(delivery), delivery })),
  ];
  after.sort((a, b) => a.at.getTime() - b.at.getTime() || RANKS.indexOf(a.kind) - RANKS.indexOf(b.kind));
  return [{ kind: "made", at: event.occurredAt }, ...after];
}

/** The runs of each handler, where those that failed in a row are one moment, at the time of the last. */
function attemptsOf(all: readonly Run[]): Moment[] {
  const byHandler = Map.groupBy(
    [...all].sort((a, b) => a.id - b.id),
    ({ handler }) => handler,
  );
  const rows = [...byHandler.values()].flatMap((runs) => {
    const own: Run[][] = [];
    for (const run of runs) {
      const row = own.at(-1);
      // A chain of attempts begins at 1: by its event, a person or a repetition.
      if (row?.at(-1)?.state === "failed" && hasFailed(run) && run.attempt > 1) row.push(run);
      else own.push([run]);
    }
    return own;
  });
  return rows.map((row): Moment => {
    const last = row.at(-1) as Run;
    const at = last.startedAt ?? last.dueAt;
    return row.length === 1 ? { kind: "run", at, run: last } : { kind: "attempts", at, runs: row };
  });
}

const hasFailed = ({ state }: Run) => state === "failed" || state === "dead";

/** A key that is unique among the moments of one event, and does not change when moments are added. */
export function keyOf(moment: Moment): string {
  switch (moment.kind) {
    case "receipt":
      return `receipt ${moment.receipt.id}`;
    case "run":
      return `run ${moment.run.id}`;
    case "attempts":
      return `run ${moment.runs[0]?.id}`;
    case "effect":
      return `effect ${moment.effect.id}`;
    case "delivery":
      return `delivery ${moment.delivery.id}`;
    default:
      return moment.kind;
  }
}
