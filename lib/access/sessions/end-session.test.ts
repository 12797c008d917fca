import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { sessions } from "#db/access-schema";
import { database } from "#db/pool";
import { entriesAbout, personOf, sessionOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { endOthers } from "./end-others.ts";
import { endSession } from "./end-session.ts";
import { listOwnSessions } from "./list-own-sessions.ts";

let person: UserActor;
let currentId: string;

beforeEach(async () => {
  person = await personOf("viewer");
  currentId = await sessionOf(person);
});

const own = async () => (await listOwnSessions(person)).map(({ id }) => id).sort();

describeVerb(endSession, {
  works: async (ada) => [{ sessionId: await sessionOf(ada) }, { currentId: "another" }],
  refuses: {
    "not-found": () => [{ sessionId: "none" }, { currentId: "another" }],
    "wrong-state": async (ada) => {
      const sessionId = await sessionOf(ada);
      return [{ sessionId }, { currentId: sessionId }];
    },
  },
});

describeVerb(endOthers, {
  works: async (ada) => {
    await sessionOf(ada);
    return [{}, { currentId: await sessionOf(ada) }];
  },
  refuses: {
    "wrong-state": {
      "refuses when there is no other": async (ada) => [{}, { currentId: await sessionOf(ada) }],
    },
  },
});

describe("endSession", () => {
  it("ends that session of one's own and no other, and leaves an entry", async () => {
    const [lost, kept] = [await sessionOf(person), await sessionOf(person)];
    await endSession(person, { sessionId: lost }, { currentId });
    expect(await own()).toEqual([currentId, kept].sort());
    expect((await entriesAbout(person.id))[0]).toMatchObject({ action: "session.ended", actorId: person.id });
  });

  it("refuses the browser at hand, which signs out by itself", async () => {
    const end = endSession(person, { sessionId: currentId }, { currentId });
    await expect(end).rejects.toMatchObject({ code: "wrong-state" });
    expect(await own()).toEqual([currentId]);
  });

  it("finds none that has ended, and none of somebody else", async () => {
    const other = await personOf("admin");
    const theirs = await sessionOf(other);
    for (const sessionId of [theirs, "none"])
      await expect(endSession(person, { sessionId }, { currentId })).rejects.toMatchObject({ code: "not-found" });
    expect(await database().$count(sessions, eq(sessions.id, theirs))).toBe(1);
  });
});

describe("endOthers", () => {
  it("ends every session of one's own but the one at hand, and leaves an entry", async () => {
    const other = await personOf("admin");
    await sessionOf(other);
    await sessionOf(person);
    await sessionOf(person);
    await endOthers(person, {}, { currentId });
    expect(await own()).toEqual([currentId]);
    expect(await database().$count(sessions, eq(sessions.userId, other.id))).toBe(1);
    expect((await entriesAbout(person.id))[0]).toMatchObject({ action: "session.others-ended", detail: { count: 2 } });
  });
});
