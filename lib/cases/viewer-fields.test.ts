import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { users } from "#db/access-schema";
import { database, transaction } from "#db/pool";
import { businesses, cases, effects, episodes, events, followUps, legalHolds, notes, runs } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { countCases } from "#lib/cases/board/count-cases";
import { listCases } from "#lib/cases/board/list-cases";
import { readBoard } from "#lib/cases/board/read-board";
import { storeCase } from "#lib/cases/testing/stored-case";
import { timeline } from "#lib/cases/timeline/timeline";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { redact } from "#lib/redact";
import { findCase } from "./find-case.ts";

const MARK = "Secret Marker secret-marker@acme.example";
const refId = "everything-written";
let viewer: UserActor;
let analyst: UserActor;
let owner: UserActor;

/** A case with the mark in each field that a person or the sender may write into. */
beforeAll(async () => {
  viewer = await personOf("viewer", "Vera");
  analyst = await personOf("analyst", "Ana");
  owner = await personOf("analyst", MARK);
  const stored = await storeCase(refId, { status: "IN_PROGRESS" }, { status: "REJECTED" });
  const eventId = stored.statusEventId;
  const of = { source: "vove", refId };
  const db = database();
  await db.update(events).set({ reason: MARK, type: MARK, messageId: MARK }).where(eq(events.id, eventId));
  await db.update(cases).set({ reason: MARK, assigneeId: owner.id, held: true }).where(eq(cases.id, stored.id));
  await db.update(episodes).set({ reason: MARK }).where(eq(episodes.caseId, stored.id));
  await db.insert(businesses).values({ ...of, name: MARK, contactEmail: "secret-marker@acme.example" });
  const person = { createdBy: MARK, ownerId: owner.id };
  await db.insert(followUps).values({ caseId: stored.id, reason: MARK, ...person });
  await db
    .insert(followUps)
    .values({ caseId: stored.id, reason: MARK, ...person, resolvedAt: new Date(), resolvedBy: MARK, outcome: MARK });
  await db.insert(notes).values({ caseId: stored.id, body: MARK, author: MARK, authorId: owner.id });
  await db.insert(legalHolds).values({ caseId: stored.id, reason: MARK, heldBy: MARK });
  const [run] = await db
    .insert(runs)
    .values({
      ...{ ...of, eventId, handler: "notify-customer", attempt: 1, latest: true, occurredAt: new Date() },
      trigger: "rerun",
      state: "dead",
      ...{ error: MARK, errorStack: MARK, requestedBy: MARK, requestReason: MARK, endedAt: new Date() },
    })
    .returning();
  await db.insert(effects).values({
    ...{ ...of, eventId, episode: 1, key: `case/${refId}/1/notify-customer`, handler: "notify-customer" },
    state: "not-sent",
    detail: MARK,
    runId: run?.id ?? 0,
  });
  const destination = await storeDestination({ name: MARK });
  await storeDelivery({ destination, event: { refId, episode: 1 }, attempts: [{ fault: MARK }] });
  await storeDelivery({ destination, event: { refId, episode: 1 }, attempts: [{ state: "skipped", skipped: MARK }] });
  await transaction((tx) =>
    record(tx, {
      actor: owner,
      action: "case.assigned",
      subject: { kind: "case", id: `vove/${refId}` },
      detail: { assignee: MARK },
    }),
  );
});

/** All that the queries about cases give to `actor`, as bytes. */
async function allFor(actor: UserActor): Promise<string> {
  const answers = await Promise.all([
    findCase(actor, { refId }),
    timeline(actor, { refId }),
    listCases(actor, {}),
    readBoard(actor, { filter: {}, more: undefined }),
  ]);
  return JSON.stringify(answers);
}

describe("what a viewer receives of a case", () => {
  it("holds nothing that a person or the sender wrote, nor who did what", async () => {
    expect(await allFor(viewer)).not.toMatch(/secret.?marker/i);
    expect(await allFor(viewer)).not.toContain(owner.id);
  });

  it("holds all of it for an analyst", async () => {
    expect((await allFor(analyst)).match(/secret-marker@/g)?.length).toBeGreaterThan(20);
  });

  it("says where the case stands, and that something is hidden", async () => {
    expect(await findCase(viewer, { refId })).toMatchObject({
      ...{ refId, status: "REJECTED", previousStatus: "IN_PROGRESS", redacted: true, reason: null },
      assignee: { id: null, name: null },
      business: { name: null, contactEmail: null, accountStatus: "disabled" },
      followUp: { reason: null, createdBy: null, overdue: false },
      legalHold: { reason: null, heldBy: null },
    });
    expect(await findCase(viewer, { refId })).toMatchObject({
      deadDeliveries: [{ destination: null, last: null, deliveries: [{ type: "account.enabled" }] }],
    });
    const { items } = await timeline(viewer, { refId });
    expect(items.map(({ kind }) => kind)).toEqual((await timeline(analyst, { refId })).items.map(({ kind }) => kind));
    expect((await listCases(viewer, { refId })).items).toMatchObject([
      { followUp: true, followUpReason: null, assigned: true, assignee: null, name: null },
    ]);
  });

  it("keeps the sender's known reasons, types and ids", async () => {
    const stored = await storeCase("harmless", { status: "IN_PROGRESS" }, { status: "REJECTED" });
    await database().update(cases).set({ reason: "DOCUMENT_MISMATCH" }).where(eq(cases.id, stored.id));
    expect((await listCases(viewer, { refId: "harmless" })).items).toMatchObject([{ reason: "DOCUMENT_MISMATCH" }]);
    expect((await findCase(viewer, { refId: "harmless" })).provenance).toMatchObject({
      type: "kyb.case.rejected",
      messageId: expect.stringMatching(/^msg_/),
    });
  });
});

describe("searching as a viewer", () => {
  const found = async (actor: UserActor, q: string) => (await listCases(actor, { q })).items.map((line) => line.refId);

  it("finds a case by its refId and never by what is hidden", async () => {
    for (const q of ["Secret", "secret marker", "marker@acme", "acme.example"]) {
      expect(await found(viewer, q), q).toEqual([]);
      expect(
        Object.values(await countCases(viewer, { q })).reduce((sum, { n }) => sum + n, 0),
        q,
      ).toBe(0);
    }
    expect(await found(analyst, "Secret")).toEqual([refId]);
    for (const q of [refId, "EVERYTHING", "thing-wri"]) expect(await found(viewer, q), q).toEqual([refId]);
    expect(await found(viewer, "%")).toEqual([]);
  });

  it("does not tell who has a case", async () => {
    expect((await listCases(viewer, { assignee: owner.id })).items).toEqual([]);
    expect((await listCases(analyst, { assignee: owner.id })).items).toHaveLength(1);
    expect((await listCases(viewer, { assignee: "none" })).items.map((line) => line.refId)).not.toContain(refId);
  });
});

describe("redact", () => {
  it("leaves out a field that has no rule, which does not compile either", () => {
    const value = { shown: "a", hidden: "b", made: "c", forgotten: "d" };
    // @ts-expect-error: `forgotten` has no rule.
    const left = redact(value, { shown: "shown", hidden: "hidden", made: (text: string) => `${text}!` });
    expect(left).toEqual({ shown: "a", hidden: null, made: "c!" });
  });

  it("gives nothing of a name on the prototype", async () => {
    await expect(database().select().from(users).limit(1)).resolves.toHaveLength(1);
    expect(Object.keys(redact(Object.create({ inherited: 1 }), {}))).toEqual([]);
  });
});
