import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases, followUps } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { confirmFollowUp } from "./confirm-follow-up.ts";
import { findCase } from "./find-case.ts";
import { flagCase } from "./flag-case.ts";
import { resolveFollowUp } from "./resolve-follow-up.ts";

let ada: UserActor;
let refId: string;
let n = 0;

beforeEach(async () => {
  ada = await personOf("analyst", "Ada");
  n += 1;
  refId = `follow-${n}`;
});

/** A case with an open follow-up and a change that came after it. */
async function raisedAgain() {
  const stored = await storeCase(refId);
  await flagCase(ada, { source: "vove", refId, reason: "The statute is missing" });
  const lastChangeAt = new Date(stored.lastChangeAt.getTime() + 1000);
  await database().update(cases).set({ lastChangeAt }).where(eq(cases.id, stored.id));
  return { id: stored.id, lastChangeAt: lastChangeAt.toISOString() };
}

const followUp = async () => (await findCase(ada, { refId })).followUp;

describeVerb(confirmFollowUp, {
  works: async () => {
    const { lastChangeAt } = await raisedAgain();
    return [{ source: "vove", refId, lastChangeAt }];
  },
  refuses: {
    "not-found": () => [{ source: "vove", refId: "none", lastChangeAt: new Date().toISOString() }],
    "wrong-state": {
      "refuses a change that is confirmed already": async () => {
        const { lastChangeAt } = await raisedAgain();
        await confirmFollowUp(ada, { source: "vove", refId, lastChangeAt });
        return [{ source: "vove", refId, lastChangeAt }];
      },
      "refuses a case without a follow-up": async () => {
        await storeCase(refId);
        return [{ source: "vove", refId, lastChangeAt: new Date().toISOString() }];
      },
    },
  },
});

describeVerb(resolveFollowUp, {
  works: async () => {
    await raisedAgain();
    return [{ source: "vove", refId, outcome: "Uploaded" }];
  },
  refuses: {
    "not-found": () => [{ source: "vove", refId: "none", outcome: "Uploaded" }],
    "wrong-state": {
      "refuses a case without an open follow-up": async () => {
        await storeCase(refId);
        return [{ source: "vove", refId, outcome: "Uploaded" }];
      },
    },
  },
});

describe("confirmFollowUp", () => {
  it("confirms the change that was shown and leaves its entry", async () => {
    const { lastChangeAt } = await raisedAgain();
    expect(await followUp()).toMatchObject({ raisedAgain: true });
    await confirmFollowUp(ada, { source: "vove", refId, lastChangeAt });
    expect(await followUp()).toMatchObject({ raisedAgain: false });
    expect((await entriesAbout(`vove/${refId}`))[0]).toMatchObject({
      action: "follow-up.confirmed",
      detail: { lastChangeAt },
    });
  });

  it("leaves raised what came after the page was shown", async () => {
    const { id, lastChangeAt } = await raisedAgain();
    await database()
      .update(cases)
      .set({ lastChangeAt: new Date(Date.parse(lastChangeAt) + 1000) })
      .where(eq(cases.id, id));
    await confirmFollowUp(ada, { source: "vove", refId, lastChangeAt });
    expect(await followUp()).toMatchObject({ raisedAgain: true });
  });
});

describe("resolveFollowUp", () => {
  it("ends it with its outcome, leaves its entry, and lets the case be flagged again", async () => {
    const { id } = await raisedAgain();
    await resolveFollowUp(ada, { source: "vove", refId, outcome: "Uploaded" });
    const [ended] = await database().select().from(followUps).where(eq(followUps.caseId, id));
    expect(ended).toMatchObject({ outcome: "Uploaded", resolvedBy: "Ada", resolvedAt: expect.any(Date) });
    expect((await entriesAbout(`vove/${refId}`))[0]).toMatchObject({
      action: "follow-up.resolved",
      words: { outcome: { text: "Uploaded" } },
    });
    await flagCase(ada, { source: "vove", refId, reason: "Another one" });
    expect(await followUp()).toMatchObject({ reason: "Another one" });
  });
});
