import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { businesses, cases } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { assignCase } from "#lib/cases/assign-case";
import { changeFollowUp } from "#lib/cases/change-follow-up";
import { flagCase } from "#lib/cases/flag-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { runNow } from "#lib/handlers/testing/run-now";
import { countCases } from "./count-cases.ts";
import { listCases } from "./list-cases.ts";
import { readMyDay, type SectionName } from "./read-my-day.ts";

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
let ada: UserActor;
let bob: UserActor;

type Flag = { due?: number; owner?: UserActor; assignee?: UserActor };

async function flagged(refId: string, { due, owner, assignee }: Flag) {
  const stored = await storeCase(refId, { status: "IN_PROGRESS" });
  const of = { source: "vove", refId };
  if (assignee) await assignCase(bob, { ...of, assigneeId: assignee.id });
  const day = due === undefined ? {} : { dueOn: inDays(due) };
  await flagCase(bob, { ...of, reason: `Why ${refId}`, ...day, ...(owner ? { ownerId: owner.id } : {}) });
  return stored;
}

beforeAll(async () => {
  [ada, bob] = [await personOf("analyst", "Ada"), await personOf("analyst", "Bob")];
  await flagged("late", { due: -2, owner: ada });
  await flagged("later", { due: -1, assignee: ada, owner: bob });
  await flagged("bob's", { due: -3, owner: bob });
  await flagged("today", { due: 0, assignee: ada });
  await flagged("this week", { due: 5, owner: ada });
  await flagged("far", { due: 20, owner: ada });
  const { id, lastChangeAt } = await flagged("changed", { due: 20, owner: ada });
  await database()
    .update(cases)
    .set({ lastChangeAt: new Date(lastChangeAt.getTime() + 1) })
    .where(eq(cases.id, id));
  await database().insert(businesses).values({ source: "vove", refId: "rejected", contactEmail: null });
  const event = await storeEvent({ refId: "rejected", status: "REJECTED", previousStatus: "IN_REVIEW" });
  await runNow(event, "update-case");
  await runNow(event, "notify-customer");
  await assignCase(ada, { source: "vove", refId: "rejected", assigneeId: ada.id });
  await storeCase("nobody's", { status: "IN_PROGRESS", at: new Date(Date.now() - DAY_MS) });
});

async function section(actor: UserActor, name: SectionName) {
  const found = (await readMyDay(actor)).sections.find((one) => one.name === name);
  if (!found) throw new Error(`no section ${name}`);
  return found;
}
const shown = async (actor: UserActor, name: SectionName) =>
  (await section(actor, name)).lines.map(({ refId }) => refId);

describe("my day", () => {
  it.each<[SectionName, string[]]>([
    ["late", ["late", "later"]],
    ["today", ["today"]],
    ["raised", ["changed"]],
    ["problems", ["rejected"]],
    ["week", ["this week"]],
  ])("has in %s what is assigned to me or followed up by me: %j", async (name, refIds) => {
    expect(await shown(ada, name)).toEqual(refIds);
  });

  it("says why, by when and whose", async () => {
    const [late] = (await section(ada, "late")).lines;
    expect(late).toMatchObject({ followUpReason: "Why late", followUpDueOn: inDays(-2), followUpOwner: "Ada" });
  });

  it("shows a case once, and counts it in each list that it is in", async () => {
    const { count, filter, lines } = await section(ada, "week");
    expect([count.n, lines.length]).toEqual([2, 1]);
    expect((await listCases(ada, filter)).items.map(({ refId }) => refId)).toEqual(["today", "this week"]);
  });

  it("offers everybody what is nobody's", async () => {
    expect(await shown(bob, "unassigned")).toContain("nobody's");
    expect(await shown(ada, "unassigned")).toContain("nobody's");
  });

  it("counts all of mine as the list behind it does", async () => {
    const counts = Object.values(await countCases(ada, { assignee: "me" }));
    expect((await readMyDay(ada)).mine).toEqual({ n: counts.reduce((sum, { n }) => sum + n, 0), capped: false });
  });

  it("names the time up to which it was read, so that a change of the list confirms nothing later", async () => {
    const { asOf } = await readMyDay(ada);
    const { id } = await flagged("moved since", { due: 20, owner: ada });
    await database()
      .update(cases)
      .set({ lastChangeAt: new Date(Date.parse(asOf) + 60_000) })
      .where(eq(cases.id, id));
    await changeFollowUp(ada, { source: "vove", refId: "moved since", dueOn: inDays(21), lastChangeAt: asOf });
    expect(await shown(ada, "raised")).toEqual(["changed", "moved since"]);
  });

  it("cuts a long section, and counts the rest", async () => {
    for (let n = 0; n < 20; n++) await flagged(`many-${n}`, { due: 0, owner: bob });
    const { count, lines } = await section(bob, "today");
    expect([count, lines.length]).toEqual([{ n: 20, capped: false }, 8]);
  });

  it("is not for a viewer", async () => {
    await expect(readMyDay(await personOf("viewer"))).rejects.toMatchObject({ code: "not-allowed" });
  });
});
