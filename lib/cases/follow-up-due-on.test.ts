import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases, followUps } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { storeCase } from "#lib/cases/testing/stored-case";
import { flagCase } from "./flag-case.ts";
import { resolveFollowUp } from "./resolve-follow-up.ts";

let ada: UserActor;
beforeAll(async () => {
  ada = await personOf("analyst", "Ada");
});

async function dueOn(refId: string): Promise<string | null | undefined> {
  const [found] = await database().select({ on: cases.followUpDueOn }).from(cases).where(eq(cases.refId, refId));
  return found?.on;
}

it("is the day of the case's open follow-up, infinity where that has none, and nothing once it is resolved", async () => {
  const one = { source: "vove", refId: "one" };
  await storeCase("one");
  expect(await dueOn("one")).toBeNull();
  await flagCase(ada, { ...one, reason: "Call", dueOn: "2026-01-02" });
  expect(await dueOn("one")).toBe("2026-01-02");
  await resolveFollowUp(ada, { ...one, outcome: "Called" });
  expect(await dueOn("one")).toBeNull();
  await flagCase(ada, { ...one, reason: "Call" });
  expect(await dueOn("one")).toBe("infinity");
  await database().delete(followUps);
  expect(await dueOn("one")).toBeNull();
});

it("stays exact however many people flag and resolve the same cases, while events change them", async () => {
  const refIds = ["a", "b", "c"];
  for (const refId of refIds) await storeCase(refId);
  const acts = refIds.flatMap((refId) =>
    Array.from({ length: 12 }, (_, n) => {
      const of = { source: "vove", refId };
      if (n % 3 === 0) return flagCase(ada, { ...of, reason: "Call", dueOn: `2026-01-${10 + n}` });
      if (n % 3 === 1) return resolveFollowUp(ada, { ...of, outcome: "Called" });
      return database().update(cases).set({ lastChangeAt: new Date() }).where(eq(cases.refId, refId));
    }),
  );
  const done = await Promise.allSettled(acts);
  expect(done.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(refIds.length * 4);
  for (const one of done) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "wrong-state" });
  const wrong = await database().execute(sql`
    select from cases where follow_up_due_on is distinct from (
      select coalesce(due_on, 'infinity') from follow_ups where case_id = cases.id and resolved_at is null)`);
  expect(wrong).toHaveLength(0);
});
