import { beforeAll, expect, it } from "vitest";
import { databaseUrl } from "#db/pool";
import { ownerUrl } from "#db/testing/owner";
import { plant } from "#tools/seed/seed-database";
import { caseQuestions } from "./case-queries.ts";
import { eventQuestions } from "./event-queries.ts";
import { ACTOR, compare, type Place, place } from "./measure.ts";
import { otherQuestions } from "./other-queries.ts";
import { plansOf } from "./plans.ts";

const questions = [...caseQuestions, ...eventQuestions, ...otherQuestions];
let here: Place;

beforeAll(async () => {
  const planting = { cases: 200, events: 800, days: 300, seed: 5, often: 1, source: "vove", force: false };
  await plant(ownerUrl(), { ...planting, until: new Date() }, () => {});
  here = await place(databaseUrl());
});

it("can all be asked, each under a name of its own", async () => {
  const [sample] = here.samples;
  if (!sample) throw new Error("no sample");
  for (const { ask } of questions) await ask(ACTOR, sample);
  expect(new Set(questions.map(({ name }) => name)).size).toBe(questions.length);
});

it("cost about the same in a database as in itself", async () => {
  const [question] = otherQuestions;
  if (!question) throw new Error("no question");
  const { here: cost, ratio } = await compare(question, { here, small: here }, 3);
  expect(cost.p50).toBeGreaterThan(0);
  expect(cost.p95).toBeGreaterThanOrEqual(cost.p50);
  expect(ratio.p50).toBeGreaterThan(0);
});

it("show the plan of each query they send", async () => {
  const [sample] = here.samples;
  const event = eventQuestions.find(({ name }) => name === "event");
  if (!sample || !event) throw new Error("nothing to ask");
  const plans = await plansOf(event, databaseUrl(), sample);
  expect(plans.length).toBe(6);
  for (const plan of plans) expect(plan).toMatch(/^select [\s\S]*Execution Time: /);
});
