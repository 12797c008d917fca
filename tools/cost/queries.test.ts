import { beforeAll, expect, it } from "vitest";
import { databaseUrl } from "#db/pool";
import { ownerUrl } from "#db/testing/owner";
import { seedDatabase } from "#tools/seed/seed-database";
import { caseQueries } from "./case-queries.ts";
import { eventQueries } from "./event-queries.ts";
import { ADMIN, compare, type MeasuredDatabase, openMeasured } from "./measure.ts";
import { otherQueries } from "./other-queries.ts";
import { plansOf } from "./plans.ts";

const queries = [...caseQueries, ...eventQueries, ...otherQueries];
let subject: MeasuredDatabase;

beforeAll(async () => {
  const options = { cases: 200, events: 800, days: 300, seed: 5, often: 1, source: "vove", force: false };
  await seedDatabase(ownerUrl(), { ...options, until: new Date() }, () => {});
  subject = await openMeasured(databaseUrl());
});

it("all run, each under a name of its own", async () => {
  const [sample] = subject.samples;
  if (!sample) throw new Error("no sample");
  for (const { ask } of queries) await ask(ADMIN, sample);
  expect(new Set(queries.map(({ name }) => name)).size).toBe(queries.length);
});

it("cost about the same in a database as in itself", async () => {
  const [query] = otherQueries;
  if (!query) throw new Error("no query");
  const { subject: cost, ratio } = await compare(query, { subject, baseline: subject }, 3);
  expect(cost.p50).toBeGreaterThan(0);
  expect(cost.p95).toBeGreaterThanOrEqual(cost.p50);
  expect(ratio.p50).toBeGreaterThan(0);
});

it("show the plan of each query they send", async () => {
  const [sample] = subject.samples;
  const event = eventQueries.find(({ name }) => name === "event");
  if (!sample || !event) throw new Error("nothing to ask");
  const plans = await plansOf(event, databaseUrl(), sample);
  expect(plans.length).toBe(7);
  for (const plan of plans) expect(plan).toMatch(/^select [\s\S]*Execution Time: /);
});
