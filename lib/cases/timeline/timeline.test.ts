import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { effects, letters, receipts } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { assignCase } from "#lib/cases/assign-case";
import { findCase } from "#lib/cases/find-case";
import { flagCase } from "#lib/cases/flag-case";
import { noteCase } from "#lib/cases/note-case";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { storeCase } from "#lib/cases/testing/stored-case";
import { storeEvents, storeReceipt, storeRun } from "#lib/events/testing/stored";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { timeline } from "./timeline.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 10, minute));

/** A case that was rejected, then onboarded again. */
const twice = (refId: string) =>
  storeCase(
    refId,
    { status: "IN_PROGRESS", at: at(0) },
    { status: "IN_REVIEW", at: at(1) },
    { status: "REJECTED", at: at(2) },
    { status: "IN_PROGRESS", at: at(3), previous: "NOT_STARTED" },
  );

describe("timeline", () => {
  it("joins what the sender said, what handlers did and what people did, in time order", async () => {
    const ada = await personOf("analyst", "Ada");
    const refId = "a/b c%é";
    const stored = await storeCase(refId, { status: "IN_PROGRESS", at: at(0) });
    const [event] = await storeEvents({
      refId,
      status: null,
      previousStatus: null,
      type: "unrecognised",
      receivedAt: at(5),
    });
    if (!event) throw new Error("no event");
    await storeReceipt({ eventId: event.id });
    await storeReceipt({ eventId: event.id, outcome: "duplicate" });
    const run = await storeRun(event, { state: "succeeded", refId, endedAt: at(6) });
    await database()
      .insert(effects)
      .values({
        source: "vove",
        refId,
        episode: 1,
        key: "case/x/1/enable-account",
        handler: "enable-account",
        eventId: event.id,
        runId: run.id,
        state: "done",
        at: at(6),
      });
    await flagCase(ada, { source: "vove", refId, reason: "Silent" });
    await noteCase(ada, { source: "vove", refId, body: "Called" });
    await assignCase(ada, { source: "vove", refId, assigneeId: ada.id });
    await resolveFollowUp(ada, { source: "vove", refId, outcome: "Came back" });

    const { items, nextCursor } = await timeline(ada, { refId });
    expect(items.map(({ kind }) => kind)).toEqual([
      "event",
      "event",
      "run",
      "effect",
      "follow-up",
      "note",
      "act",
      "follow-up",
    ]);
    expect(items[0]).toMatchObject({ kind: "event", verdict: "applied", receipts: [] });
    expect(items[1]).toMatchObject({ messageId: event.messageId, receipts: [{}, { outcome: "duplicate" }] });
    expect(items[6]).toMatchObject({ action: "case.assigned", detail: { assignee: "Ada" } });
    expect(nextCursor).toBeNull();
    expect(stored.refId).toBe(refId);
  });

  it("says of what was done on which message it stands, and shows a letter to those who may read it", async () => {
    const refId = "grounds";
    const { statusEventId } = await storeCase(refId, { status: "REJECTED", at: at(0) });
    const effect = { source: "vove", refId, episode: 1, eventId: statusEventId, runId: 1, state: "done" as const };
    const [written] = await database()
      .insert(effects)
      .values({ ...effect, key: `case/${refId}/1/notify-customer`, handler: "notify-customer", at: at(6) })
      .returning();
    await database()
      .insert(letters)
      .values({
        effectId: written?.id ?? 0,
        mailId: "<x>",
        recipient: "a@b.example",
        subject: "S",
        html: "H",
        text: "T",
      });
    const itemFor = async (actor: UserActor) => (await timeline(actor, { refId })).items[1];
    const ground = { kind: "effect", secretFingerprint: "abcdef012345", receivedAt: at(0) };
    expect(await itemFor(await personOf("analyst"))).toMatchObject({
      ...ground,
      letter: { recipient: "a@b.example", subject: "S", text: "T" },
    });
    const hidden = await itemFor(await personOf("viewer"));
    expect(hidden).toMatchObject({ ...ground, messageId: expect.stringMatching(/^msg_/), letter: null });
  });

  it("pages through a long case without losing or repeating anything", async () => {
    const ada = await personOf("analyst", "Ada");
    const refId = "long";
    await storeCase(refId, ...Array.from({ length: 25 }, (_, n) => ({ status: "IN_PROGRESS" as const, at: at(n) })));
    await noteCase(ada, { source: "vove", refId, body: "Late in the day" });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await timeline(ada, { refId }, { limit: 10, cursor });
      seen.unshift(...page.items.map((item) => (item.kind === "event" ? String(item.id) : item.kind)));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(26);
    expect(new Set(seen).size).toBe(26);
    expect(seen.at(-1)).toBe("note");
  });

  it("says what destinations were told and are to be told, each delivery once, where its last attempt ended", async () => {
    const ada = await personOf("analyst");
    const refId = "told";
    await storeCase(refId, { status: "IN_PROGRESS", at: at(0) });
    const destination = await storeDestination({ name: "Core banking" });
    const event = (minute: number) => ({ refId, at: at(minute) });
    await storeDelivery({ destination, event: event(1), attempts: [{ status: 200, endedAt: at(9) }] });
    const due = at(30);
    const waiting = { event: event(2), attempts: [{ fault: "connection refused", endedAt: at(5) }, { dueAt: due }] };
    await storeDelivery({ destination, ...waiting });
    await storeDelivery({ destination, event: event(3), attempts: [{}] });
    await storeDelivery({ destination, event: { refId, source: "elsewhere" } });

    const { items } = await timeline(ada, { refId });
    expect(items.filter(({ kind }) => kind === "delivery")).toMatchObject([
      { at: at(3), state: "queued", attempt: 1, last: null },
      {
        at: at(5),
        state: "queued",
        attempt: 2,
        last: { error: "connection refused", status: null },
        nextAttemptAt: due,
      },
      {
        at: at(9),
        state: "succeeded",
        type: "account.enabled",
        last: { status: 200, durationMs: 41 },
        nextAttemptAt: null,
      },
    ]);
    expect(items.at(-1)).toMatchObject({ destination: { id: destination.id, name: "Core banking" } });
    const hidden = (await timeline(await personOf("viewer"), { refId })).items.at(-2);
    expect(hidden).toMatchObject({ kind: "delivery", type: "account.enabled", destination: null, last: null });
  });

  it("has the deliveries of the episode asked for, and each on one page only", async () => {
    const ada = await personOf("analyst");
    const refId = "told twice";
    await twice(refId);
    const destination = await storeDestination();
    for (const [minute, episode] of [
      [1, 1],
      [4, 2],
      [5, null],
    ] as const)
      await storeDelivery({ destination, event: { refId, episode, at: at(minute) }, attempts: [{ status: 200 }] });
    const shownOn = async (page: { limit?: number; cursor?: string | undefined }, episode?: number) => {
      const { items, nextCursor } = await timeline(ada, { refId, ...(episode ? { episode } : {}) }, page);
      return { n: items.filter(({ kind }) => kind === "delivery").length, nextCursor };
    };
    expect((await shownOn({}, 2)).n).toBe(2);
    const last = await shownOn({ limit: 1 });
    const before = await shownOn({ limit: 10, cursor: last.nextCursor ?? undefined });
    expect([last.n, before.n]).toEqual([2, 1]);
  });

  it("shows the events of the episode asked for", async () => {
    const ada = await personOf("analyst");
    await twice("again");
    const { items } = await timeline(ada, { refId: "again", episode: 2 });
    expect(items).toMatchObject([{ kind: "event", status: "IN_PROGRESS", episode: 2 }]);
  });

  it("refuses a cursor it did not give", async () => {
    const page = timeline(await personOf("viewer"), { refId: "again" }, { cursor: "nonsense" });
    await expect(page).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("findCase", () => {
  it("shows the latest episode, and an earlier one as it ended", async () => {
    const viewer = await personOf("viewer");
    await twice("found");
    expect(await findCase(viewer, { refId: "found" })).toMatchObject({
      episode: 2,
      status: "IN_PROGRESS",
      latest: true,
    });
    expect(await findCase(viewer, { refId: "found", episode: 1 })).toMatchObject({
      status: "REJECTED",
      previousStatus: "IN_REVIEW",
      latest: false,
      episodes: [{ number: 1 }, { number: 2 }],
    });
  });

  it("names the message, secret and receipts its state stands on", async () => {
    const viewer = await personOf("viewer");
    const { statusEventId } = await storeCase("proven", { status: "IN_PROGRESS", at: at(0) });
    await storeReceipt({ eventId: statusEventId, secretFingerprint: "abcdef012345" });
    const { provenance } = await findCase(viewer, { refId: "proven" });
    expect(provenance).toMatchObject({
      clock: "message-id",
      secretFingerprint: "abcdef012345",
      receipts: [{ responseStatus: 200 }],
    });
    expect(await database().$count(receipts)).toBeGreaterThan(0);
    expect(JSON.stringify(provenance)).not.toContain("203.0.113.7");
  });

  it.each([{ refId: "nowhere" }, { refId: "found", episode: 7 }])("does not find %j", async (input) => {
    await expect(findCase(await personOf("viewer"), input)).rejects.toMatchObject({ code: "not-found" });
  });
});
