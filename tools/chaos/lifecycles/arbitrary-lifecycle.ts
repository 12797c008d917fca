import fc from "fast-check";
import type { Status } from "#bin/simulate/case-lifecycle";
import type { Delivery, Life, Said } from "./lifecycle.ts";

const end = fc.constantFrom<Status>("COMPLETED", "REJECTED");
const reason = fc.option(fc.constantFrom("DOCUMENT_MISMATCH", "UBO_NOT_VERIFIED", "é 💥"), { nil: undefined });

/** From NOT_STARTED to an end, through as many reviews as it takes. */
const episode = fc
  .record({ reviews: fc.integer({ min: 1, max: 2 }), end, reason })
  .map(({ reviews, end, reason }): Said[] => {
    const rounds = Array.from({ length: reviews }, (): Status[] => ["IN_PROGRESS", "IN_REVIEW"]).flat();
    const path: Status[] = ["NOT_STARTED", ...rounds, end];
    return path.slice(1).map((status, n) => {
      const move = { status, previousStatus: path[n] as Status };
      return status === "REJECTED" && reason !== undefined ? { ...move, reason } : move;
    });
  });

/** Whole episodes, the last of which may stop on its way. */
const wholeLife = fc
  .tuple(fc.array(episode, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 2 }))
  .map(([episodes, unfinished]) => {
    const moves = episodes.flat();
    return moves.slice(0, Math.max(1, moves.length - unfinished));
  });

const contradiction = fc.constantFrom<Said>(
  { status: "COMPLETED", previousStatus: "IN_REVIEW" },
  { status: "REJECTED", previousStatus: "IN_REVIEW", reason: "CONTRADICTION" },
  { status: "IN_REVIEW", previousStatus: "COMPLETED" },
  { status: "IN_PROGRESS", previousStatus: "IN_REVIEW" },
  { status: "NOT_STARTED", previousStatus: "IN_REVIEW" },
);

/** Unknown types and states, other products, no JSON. */
const noise = fc.constantFrom<Said>(
  { noise: '{"status":"successful","refId":"x","userId":"user-1"}' },
  { noise: '{"refId":"x","status":"IN_REVIEW"}' },
  { noise: '{"refId":"x","status":"ON_HOLD","previousStatus":"IN_REVIEW"}' },
  { noise: '{"refId":"x","type":"kyb.ubo.invited"}' },
  { noise: "[" },
  { noise: "" },
);

type Extra = { at: number; said: Said | "again" };
const extras = fc.array(
  fc.record({
    at: fc.nat(),
    said: fc.oneof(
      { weight: 2, arbitrary: fc.constant("again" as const) },
      { weight: 1, arbitrary: contradiction },
      { weight: 1, arbitrary: noise },
    ),
  }),
  { maxLength: 3 },
);

/** Any life, told in any order, with anything missing and anything twice. */
export const anyLife: fc.Arbitrary<Life> = fc
  .tuple(wholeLife, extras)
  .map(([moves, added]) => added.reduce(withExtra, moves))
  .chain((said) => fc.tuple(fc.constant(said), deliveriesOf(said.length)))
  .map(([said, deliveries]) => ({ said, deliveries }));

/** The same change once more under another id, or something else, somewhere in between. */
function withExtra(said: Said[], { at, said: what }: Extra): Said[] {
  const place = at % said.length;
  const added = what === "again" ? (said[place] as Said) : what;
  return [...said.slice(0, place + 1), added, ...said.slice(place + 1)];
}

function deliveriesOf(count: number): fc.Arbitrary<Delivery[]> {
  const all = Array.from({ length: count }, (_, said): Delivery => ({ said }));
  const kept = fc.oneof(
    { weight: 2, arbitrary: fc.constant(all) },
    { weight: 1, arbitrary: fc.subarray(all, { minLength: 1 }) },
  );
  return kept.chain((there) =>
    fc
      .array(fc.tuple(fc.constantFrom(...there), fc.boolean()), { maxLength: 3 })
      .chain((again) => {
        const repeats = again.map(([{ said }, otherBytes]): Delivery => ({ said, otherBytes }));
        const sent = [...there, ...repeats];
        return fc.oneof(fc.constant(sent), fc.shuffledSubarray(sent, { minLength: sent.length }));
      })
      // The first of an id is what stands.
      .map((sent) => sent.map((one, n) => (isFirst(sent, n) ? { said: one.said } : one))),
  );
}

function isFirst(sent: readonly Delivery[], n: number): boolean {
  return sent.findIndex(({ said }) => said === sent[n]?.said) === n;
}
