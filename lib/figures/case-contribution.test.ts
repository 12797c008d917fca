import { expect, it } from "vitest";
import { bucketOf } from "./buckets.ts";
import { type CaseStep, contributionOf } from "./case-contribution.ts";

const HOUR = 3_600_000;
const at = (day: number, hour = 0) => Date.UTC(2026, 2, day, hour);
const lines = (steps: CaseStep[]) =>
  contributionOf(steps).map(
    ({ figure, day, label, total }) => `${figure} ${new Date(day).getUTCDate()} ${label} ${total}`,
  );

it("counts a case that was rejected after a review, and began anew", () => {
  expect(
    lines([
      [1, "IN_PROGRESS", at(1, 10), null],
      [1, "IN_REVIEW", at(2, 1), null],
      [1, "REJECTED", at(4, 1), "DOCUMENT_EXPIRED"],
      [2, "IN_PROGRESS", at(9, 23), null],
    ]),
  ).toEqual([
    "onboardings 1 REJECTED/reviewed 0",
    "moves 1 IN_PROGRESS 0",
    `stays 1 IN_PROGRESS/${bucketOf(15 * HOUR)} ${15 * HOUR}`,
    "moves 2 IN_REVIEW 0",
    `stays 2 IN_REVIEW/${bucketOf(48 * HOUR)} ${48 * HOUR}`,
    "moves 4 REJECTED 0",
    "reasons 4 DOCUMENT_EXPIRED 0",
    "onboardings 9 IN_PROGRESS 0",
    "moves 9 IN_PROGRESS 0",
  ]);
});

it("counts no stay in a status that the case is still in, or that ends it", () => {
  expect(lines([[1, "COMPLETED", at(1), null]])).toEqual(["onboardings 1 COMPLETED 0", "moves 1 COMPLETED 0"]);
});

it("counts a rejection without a code under no reason", () => {
  expect(lines([[1, "REJECTED", at(1), null]])).toContain("reasons 1  0");
});
