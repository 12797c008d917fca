import type { Life, Said } from "./lifecycle.ts";

const OPENED: Said = { status: "IN_PROGRESS", previousStatus: "NOT_STARTED" };
const SUBMITTED: Said = { status: "IN_REVIEW", previousStatus: "IN_PROGRESS" };
const APPROVED: Said = { status: "COMPLETED", previousStatus: "IN_REVIEW" };
const REJECTED: Said = { status: "REJECTED", previousStatus: "IN_REVIEW", reason: "DOCUMENT_MISMATCH" };

const SHORT: readonly (readonly Said[])[] = [
  [OPENED, SUBMITTED],
  [OPENED, SUBMITTED, APPROVED],
  [OPENED, SUBMITTED, REJECTED],
  [OPENED, APPROVED],
  [SUBMITTED, REJECTED],
  [OPENED, SUBMITTED, APPROVED, REJECTED],
  [OPENED, SUBMITTED, REJECTED, OPENED],
  [OPENED, SUBMITTED, SUBMITTED, APPROVED],
  [OPENED, REJECTED, OPENED, APPROVED],
];

/** Short lives in each order in which they can arrive. */
export function shortLives(): Life[] {
  return SHORT.flatMap((said) =>
    ordersOf(said.map((_, n) => ({ said: n }))).map((deliveries) => ({ said, deliveries })),
  );
}

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, n) => ordersOf(items.toSpliced(n, 1)).map((rest) => [first, ...rest]));
}
