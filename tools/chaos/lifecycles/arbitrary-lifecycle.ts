import fc from "fast-check";
import type { Status } from "#bin/simulate/case-lifecycle";
import type { Content, Delivery, Lifecycle } from "./lifecycle.ts";

const end = fc.constantFrom<Status>("COMPLETED", "REJECTED");
const reason = fc.option(fc.constantFrom("DOCUMENT_MISMATCH", "UBO_NOT_VERIFIED", "é 💥"), { nil: undefined });

/** From NOT_STARTED to an end, with one or two reviews. */
const episode = fc
  .record({ reviews: fc.integer({ min: 1, max: 2 }), end, reason })
  .map(({ reviews, end, reason }): Content[] => {
    const rounds = Array.from({ length: reviews }, (): Status[] => ["IN_PROGRESS", "IN_REVIEW"]).flat();
    const path: Status[] = ["NOT_STARTED", ...rounds, end];
    return path.slice(1).map((status, n) => {
      const move = { status, previousStatus: path[n] as Status };
      return status === "REJECTED" && reason !== undefined ? { ...move, reason } : move;
    });
  });

/** Complete episodes; the last one may be unfinished. */
const wholeLifecycle = fc
  .tuple(fc.array(episode, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 2 }))
  .map(([episodes, unfinished]) => {
    const moves = episodes.flat();
    return moves.slice(0, Math.max(1, moves.length - unfinished));
  });

const contradiction = fc.constantFrom<Content>(
  { status: "COMPLETED", previousStatus: "IN_REVIEW" },
  { status: "REJECTED", previousStatus: "IN_REVIEW", reason: "CONTRADICTION" },
  { status: "IN_REVIEW", previousStatus: "COMPLETED" },
  { status: "IN_PROGRESS", previousStatus: "IN_REVIEW" },
  { status: "NOT_STARTED", previousStatus: "IN_REVIEW" },
);

/** Unknown types and states, other products, invalid JSON. */
const noise = fc.constantFrom<Content>(
  { noise: '{"status":"successful","refId":"x","userId":"user-1"}' },
  { noise: '{"refId":"x","status":"IN_REVIEW"}' },
  { noise: '{"refId":"x","status":"ON_HOLD","previousStatus":"IN_REVIEW"}' },
  { noise: '{"refId":"x","type":"kyb.ubo.invited"}' },
  { noise: "[" },
  { noise: "" },
);

type Extra = { at: number; content: Content | "again" };
const extras = fc.array(
  fc.record({
    at: fc.nat(),
    content: fc.oneof(
      { weight: 2, arbitrary: fc.constant("again" as const) },
      { weight: 1, arbitrary: contradiction },
      { weight: 1, arbitrary: noise },
    ),
  }),
  { maxLength: 3 },
);

/** Any lifecycle, in any order of delivery, with missing and repeated messages. */
export const arbitraryLifecycle: fc.Arbitrary<Lifecycle> = fc
  .tuple(wholeLifecycle, extras)
  .map(([moves, added]) => added.reduce(withExtra, moves))
  .chain((content) => fc.tuple(fc.constant(content), deliveriesOf(content.length)))
  .map(([content, deliveries]) => ({ content, deliveries }));

/** Inserts the same transition under another id, or something else, at any place. */
function withExtra(content: Content[], { at, content: what }: Extra): Content[] {
  const place = at % content.length;
  const added = what === "again" ? (content[place] as Content) : what;
  return [...content.slice(0, place + 1), added, ...content.slice(place + 1)];
}

function deliveriesOf(count: number): fc.Arbitrary<Delivery[]> {
  const all = Array.from({ length: count }, (_, message): Delivery => ({ message }));
  const kept = fc.oneof(
    { weight: 2, arbitrary: fc.constant(all) },
    { weight: 1, arbitrary: fc.subarray(all, { minLength: 1 }) },
  );
  return kept.chain((there) =>
    fc
      .array(fc.tuple(fc.constantFrom(...there), fc.boolean()), { maxLength: 3 })
      .chain((again) => {
        const repeats = again.map(([{ message }, otherBytes]): Delivery => ({ message, otherBytes }));
        const sent = [...there, ...repeats];
        return fc.oneof(fc.constant(sent), fc.shuffledSubarray(sent, { minLength: sent.length }));
      })
      // The first delivery of an id always has the original bytes.
      .map((sent) => sent.map((one, n) => (isFirst(sent, n) ? { message: one.message } : one))),
  );
}

function isFirst(sent: readonly Delivery[], n: number): boolean {
  return sent.findIndex(({ message }) => message === sent[n]?.message) === n;
}
