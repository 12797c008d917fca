import type { Content, Lifecycle } from "./lifecycle.ts";

const OPENED: Content = { status: "IN_PROGRESS", previousStatus: "NOT_STARTED" };
const SUBMITTED: Content = { status: "IN_REVIEW", previousStatus: "IN_PROGRESS" };
const APPROVED: Content = { status: "COMPLETED", previousStatus: "IN_REVIEW" };
const REJECTED: Content = { status: "REJECTED", previousStatus: "IN_REVIEW", reason: "DOCUMENT_MISMATCH" };

const SHORT: readonly (readonly Content[])[] = [
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

/** Short lifecycles, each in every order of delivery. */
export function shortLifecycles(): Lifecycle[] {
  return SHORT.flatMap((content) =>
    ordersOf(content.map((_, n) => ({ message: n }))).map((deliveries) => ({ content, deliveries })),
  );
}

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, n) => ordersOf(items.toSpliced(n, 1)).map((rest) => [first, ...rest]));
}
