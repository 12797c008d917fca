import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases, followUps } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { sentence } from "#lib/audit/sentence";
import { assignCase } from "#lib/cases/assign-case";
import { flagCase } from "#lib/cases/flag-case";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { storeCase } from "#lib/cases/testing/stored-case";
import { deactivateUser } from "./deactivate-user.ts";
import { countOwned } from "./owned-work.ts";

const admin = await personOf("admin", "Ada");
let leaver: UserActor;
let heir: UserActor;
let n = 0;

beforeEach(async () => {
  [leaver, heir] = [await personOf("analyst", "Lee"), await personOf("analyst", "Ina")];
  n += 1;
});

const of = (name: string) => ({ source: "vove", refId: `${name}-${n}` });

/** Two open cases and one that has ended are the leaver's; of their three follow-ups one is resolved, one on another's case. */
async function work() {
  await storeCase(of("one").refId);
  await storeCase(of("two").refId);
  await storeCase(of("ended").refId, { status: "COMPLETED", previous: "NOT_STARTED" });
  await storeCase(of("ina's").refId);
  for (const name of ["one", "two", "ended"]) await assignCase(admin, { ...of(name), assigneeId: leaver.id });
  await assignCase(admin, { ...of("ina's"), assigneeId: heir.id });
  for (const name of ["one", "two", "ina's"])
    await flagCase(admin, { ...of(name), reason: "Call", ownerId: leaver.id });
  await resolveFollowUp(admin, { ...of("two"), outcome: "Called" });
}

async function row(name: string) {
  const [found] = await database()
    .select({ assigneeId: cases.assigneeId, caseOwner: cases.followUpOwnerId, owner: followUps.ownerId })
    .from(cases)
    .leftJoin(followUps, eq(followUps.caseId, cases.id))
    .where(eq(cases.refId, of(name).refId));
  return found;
}

describe("the work of a leaver", () => {
  it("is counted before, and goes to whom it is given in the act that lets them go: what is open, and no more", async () => {
    await work();
    expect(await countOwned(admin, { userId: leaver.id })).toEqual({ cases: 2, followUps: 2 });
    await deactivateUser(admin, { userId: leaver.id, giveTo: heir.id });
    expect(await countOwned(admin, { userId: leaver.id })).toEqual({ cases: 0, followUps: 0 });
    expect(await row("one")).toEqual({ assigneeId: heir.id, caseOwner: heir.id, owner: heir.id });
    expect(await row("two")).toEqual({ assigneeId: heir.id, caseOwner: null, owner: leaver.id });
    expect(await row("ended")).toMatchObject({ assigneeId: leaver.id });
    expect(await row("ina's")).toEqual({ assigneeId: heir.id, caseOwner: heir.id, owner: heir.id });
  });

  it("is left to nobody where nobody is named, and the entry says how much there was", async () => {
    await work();
    await deactivateUser(admin, { userId: leaver.id });
    expect(await row("one")).toEqual({ assigneeId: null, caseOwner: null, owner: null });
    const [entry] = await entriesAbout(leaver.id);
    expect(entry?.detail).toMatchObject({ name: "Lee", cases: 2, followUps: 2, givenTo: "nobody" });
    expect(entry && sentence(entry)).toBe("Ada deactivated Lee, and left 2 open cases and 2 follow-ups to nobody");
  });

  it("goes to nobody who may not act on cases or cannot sign in, and then the leaver stays", async () => {
    await work();
    const gone = await personOf("analyst");
    await deactivateUser(admin, { userId: gone.id });
    for (const giveTo of [(await personOf("viewer")).id, gone.id, leaver.id, randomUUID()]) {
      const refused = deactivateUser(admin, { userId: leaver.id, giveTo });
      await expect(refused).rejects.toMatchObject({ code: "invalid", fields: { giveTo: expect.any(String) } });
    }
    expect(await countOwned(admin, { userId: leaver.id })).toEqual({ cases: 2, followUps: 2 });
  });

  it("does not wait for ever when the leaver acts on their cases in the same moment", async () => {
    for (let round = 0; round < 8; round++) {
      const person = await personOf("analyst", "Lee");
      const refId = randomUUID();
      await storeCase(refId);
      await assignCase(admin, { source: "vove", refId, assigneeId: person.id });
      await flagCase(admin, { source: "vove", refId, reason: "Call", ownerId: person.id });
      const [acted, left] = await Promise.allSettled([
        resolveFollowUp(person, { source: "vove", refId, outcome: "Called" }),
        deactivateUser(admin, { userId: person.id, giveTo: heir.id }),
      ]);
      expect(left.status).toBe("fulfilled");
      if (acted.status === "rejected") expect(acted.reason).toMatchObject({ code: "not-signed-in" });
    }
  });
});
