import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases, followUps } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { sentence } from "#lib/audit/sentence";
import { storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { changeFollowUp } from "./change-follow-up.ts";
import { findCase } from "./find-case.ts";
import { flagCase } from "./flag-case.ts";

/** A case with an open follow-up, due on 1 December and nobody's, and a change a second after it. */
async function flagged(by: UserActor) {
  const { id, refId, lastChangeAt } = await storeCase(randomUUID());
  const of = { source: "vove", refId };
  await flagCase(by, { ...of, reason: "Statute missing", dueOn: "2026-12-01" });
  const later = new Date(lastChangeAt.getTime() + 1000);
  await database().update(cases).set({ lastChangeAt: later }).where(eq(cases.id, id));
  return { id, of, later };
}

describeVerb(changeFollowUp, {
  works: async (ada) => [{ ...(await flagged(ada)).of, dueOn: "2026-12-04" }],
  refuses: {
    "not-found": () => [{ source: "vove", refId: "none", dueOn: "2026-12-04" }],
    "wrong-state": {
      "refuses a case without an open follow-up": async () => {
        const { refId } = await storeCase(randomUUID());
        return [{ source: "vove", refId, dueOn: "2026-12-04" }];
      },
      "refuses what changes nothing": async (ada) => [
        { ...(await flagged(ada)).of, dueOn: "2026-12-01", ownerId: null },
      ],
    },
    invalid: async (ada) => [{ ...(await flagged(ada)).of, ownerId: "nobody" }],
  },
});

describe("changeFollowUp", () => {
  it("changes what is given alone, on the follow-up and on the case's row, and confirms what happened so far", async () => {
    const ada = await personOf("analyst", "Ada");
    const { id, of } = await flagged(ada);
    expect((await findCase(ada, of)).followUp?.raisedAgain).toBe(true);
    await changeFollowUp(ada, { ...of, ownerId: ada.id });
    expect((await findCase(ada, of)).followUp).toMatchObject({
      reason: "Statute missing",
      dueOn: "2026-12-01",
      owner: "Ada",
      raisedAgain: false,
    });
    await changeFollowUp(ada, { ...of, dueOn: null, ownerId: null });
    const [row] = await database().select().from(cases).where(eq(cases.id, id));
    expect(row).toMatchObject({ followUpDueOn: "infinity", followUpOwnerId: null });
  });

  it("confirms no change that came after the page was shown, and takes no confirmation back", async () => {
    const ada = await personOf("analyst", "Ada");
    const { id, of, later } = await flagged(ada);
    const before = new Date(later.getTime() - 1000).toISOString();
    await changeFollowUp(ada, { ...of, dueOn: "2026-12-02", lastChangeAt: before });
    expect((await findCase(ada, of)).followUp?.raisedAgain).toBe(true);
    await changeFollowUp(ada, { ...of, dueOn: "2026-12-03" });
    await changeFollowUp(ada, { ...of, dueOn: "2026-12-04", lastChangeAt: before });
    const [row] = await database().select().from(followUps).where(eq(followUps.caseId, id));
    expect(row?.seenAt).toEqual(later);
  });

  it("says in the audit log what changed, from what to what; of a reason the chain holds no text", async () => {
    const ada = await personOf("analyst", "Ada");
    const { of } = await flagged(ada);
    const said = async () => {
      const [entry] = await entriesAbout(`vove/${of.refId}`);
      if (!entry) throw new Error("no entry");
      return { entry, sentence: sentence(entry, { onCasePage: true }) };
    };
    await changeFollowUp(ada, { ...of, dueOn: "2026-12-04", ownerId: ada.id });
    expect((await said()).sentence).toBe(
      "Ada changed the follow-up on the case, due from 2026-12-01 to 2026-12-04, owner from nobody to Ada",
    );
    await changeFollowUp(ada, { ...of, reason: "Passport missing", dueOn: null });
    const { entry, sentence: last } = await said();
    expect(last).toBe(
      "Ada changed the follow-up on the case, due from 2026-12-04 to no day, reason from “Statute missing” to “Passport missing”",
    );
    expect(entry.line).not.toMatch(/Passport|Statute/);
  });
});
