import { asc } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { dataReads } from "#db/read-schema";
import { businesses } from "#db/schema";
import { ownerDatabase } from "#db/testing/owner";
import { personOf } from "#lib/access/testing/people";
import type { Actor, UserActor } from "#lib/actor";
import { findBusiness, listBusinesses } from "#lib/businesses/read-businesses";
import { listCases } from "#lib/cases/board/list-cases";
import { findCase } from "#lib/cases/find-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { timeline } from "#lib/cases/timeline/timeline";
import { findEvent } from "#lib/events/find-event";
import { listRejections } from "#lib/events/list-rejections";
import { readBody, readPreviousBody } from "#lib/events/read-body";
import { listUnsentLetters } from "#lib/letters/list-unsent-letters";
import { listEntries } from "./list-entries.ts";
import { listReads } from "./list-reads.ts";
import { flushReads, recordRead } from "./record-read.ts";

const refId = "read-me";
const remoteAddress = "203.0.113.9";
let messageId: string;
let admin: UserActor;
let viewer: UserActor;

beforeAll(async () => {
  await storeCase(refId, { status: "IN_PROGRESS" }, { status: "IN_REVIEW" });
  await database().insert(businesses).values({ source: "vove", refId, name: "Acme", contactEmail: "ceo@acme.example" });
  ({ messageId } = (await findCase(await personOf("analyst"), { refId })).provenance as { messageId: string });
});

/** A new person each: what one has read is kept once a minute. */
beforeEach(async () => {
  admin = { ...(await personOf("admin", "Ada")), remoteAddress };
  viewer = { ...(await personOf("viewer", "Vera")), remoteAddress };
  await flushReads();
  await database().delete(dataReads);
});

afterEach(flushReads);

async function kept() {
  await flushReads();
  return await database().select().from(dataReads).orderBy(asc(dataReads.id));
}

describe("recordRead", () => {
  const reads: [string, (actor: Actor) => Promise<unknown>, object][] = [
    ["a case", (actor) => findCase(actor, { refId }), { what: "case", source: "vove", refId }],
    ["a case's timeline", (actor) => timeline(actor, { refId }), { what: "case", source: "vove", refId }],
    ["a list of cases", (actor) => listCases(actor, {}), { what: "cases", source: null, refId: null }],
    ["an event", (actor) => findEvent(actor, { messageId }), { what: "event", refId }],
    ["its bytes", (actor) => readBody(actor, { messageId }), { what: "body", refId }],
    ["the bytes before it", (actor) => readPreviousBody(actor, { messageId }), { what: "body", refId }],
    ["a business", (actor) => findBusiness(actor, { refId }), { what: "business", source: "vove", refId }],
    [
      "a list of businesses",
      (actor) => listBusinesses(actor, { source: "vove" }, { limit: 1 }),
      { what: "businesses", source: null, refId: null },
    ],
    ["rejections", (actor) => listRejections(actor), { what: "rejections" }],
    ["letters", (actor) => listUnsentLetters(actor), { what: "letters" }],
    ["the audit log", (actor) => listEntries(actor, {}), { what: "audit" }],
  ];

  it.each(reads)("keeps who read %s, from where and when, and nothing of what it says", async (_, read, expected) => {
    await read(admin);
    const rows = await kept();
    expect(rows).toMatchObject([
      { actorKind: "user", actorId: admin.id, actorLabel: "Ada", remoteAddress, at: expect.any(Date), ...expected },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/acme/i);
  });

  it("keeps nothing of a viewer, who reads no personal data, and nothing that was refused or not found", async () => {
    await findCase(viewer, { refId });
    await timeline(viewer, { refId });
    await listCases(viewer, {});
    await expect(readBody(viewer, { messageId })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(findCase(admin, { refId: "nobody" })).rejects.toMatchObject({ code: "not-found" });
    await expect(readBody(admin, { messageId: "msg_none" })).rejects.toMatchObject({ code: "not-found" });
    expect(await kept()).toEqual([]);
  });

  it("keeps the same read once a minute, another person's and another address' each", async () => {
    const other = await personOf("analyst", "Ana");
    for (let n = 0; n < 5; n += 1) await findCase(admin, { refId });
    await findCase(other, { refId });
    await findCase({ ...admin, remoteAddress: "198.51.100.2" }, { refId });
    const rows = await kept();
    // A minute may end in between.
    const distinct = new Set(
      rows.map(({ actorId, remoteAddress: from, at }) => `${actorId} ${from} ${at.getMinutes()}`),
    );
    expect(distinct.size).toBe(rows.length);
    expect(new Set(rows.map(({ actorLabel, remoteAddress: from }) => `${actorLabel} ${from}`))).toEqual(
      new Set([`Ada ${remoteAddress}`, "Ana unknown", "Ada 198.51.100.2"]),
    );
  });

  it("writes what waits once the database can be written to again", async () => {
    await ownerDatabase().execute("alter table data_reads rename to data_reads_away");
    recordRead(admin, { what: "case", source: "vove", refId });
    await flushReads();
    await ownerDatabase().execute("alter table data_reads_away rename to data_reads");
    expect(await kept()).toMatchObject([{ actorId: admin.id, refId }]);
  });
});

describe("listReads", () => {
  it("tells who read a case, the last first, to those who may read the audit log", async () => {
    await readBody(admin, { messageId });
    await findCase(admin, { refId });
    await flushReads();
    const analyst = await personOf("analyst");
    expect(await listReads(analyst, { source: "vove", refId })).toMatchObject([
      { what: "case", actorLabel: "Ada", remoteAddress },
      { what: "body", messageId },
    ]);
    expect(await listReads(analyst, { source: "other", refId })).toEqual([]);
    expect(() => listReads(viewer, { source: "vove", refId })).toThrow(/not-allowed|may not/);
  });
});
