import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { cases, effects, letters } from "#db/schema";
import { analyst, engineer, viewer } from "#lib/events/testing/actors";
import { START, storeEvents, storeReceipt, storeRun } from "#lib/events/testing/stored";
import { findEvent } from "./find-event.ts";
import { findNeighbours } from "./find-neighbours.ts";
import { readBody, readPreviousBody, readReceiptBody } from "./read-body.ts";

const strange = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
let mismatchReceipt = 0;

beforeAll(async () => {
  const [first, second] = await storeEvents(
    { messageId: "msg_first", refId: "a/b c%é", body: Buffer.from("{}"), parsed: {} },
    { messageId: "msg_second", refId: "a/b c%é", body: strange },
    { messageId: "msg_other", refId: "acme-002" },
    { messageId: "msg_second", refId: "a/b c%é", source: "vove-sandbox" },
    { messageId: "msg_earlier", refId: "a/b c%é", occurredAt: new Date(START + 1000), body: Buffer.from("earlier") },
  );
  if (first === undefined || second === undefined) throw new Error("Nothing was stored.");
  await storeReceipt({ eventId: second.id, messageId: "msg_second" });
  const mismatch = await storeReceipt({
    eventId: second.id,
    outcome: "payload_mismatch",
    body: Buffer.from("other"),
    bodyBytes: 5,
  });
  mismatchReceipt = mismatch.id;
  const run = await storeRun(second, {
    handler: "notify-customer",
    log: [{ at: "2026-11-22T10:00:00Z", line: "sent" }],
  });
  const [effect] = await database()
    .insert(effects)
    .values({
      ...place(second.id),
      key: "case/a/b c%é/1/notify-customer",
      runId: run.id,
      handler: "notify-customer",
      state: "done",
    })
    .returning();
  await database()
    .insert(letters)
    .values({
      effectId: effect?.id ?? 0,
      mailId: "<1@x>",
      recipient: "a@b.example",
      subject: "Hello",
      html: "",
      text: "",
    });
  await database()
    .insert(cases)
    .values({ ...standing, statusEventId: second.id });
});

const place = (eventId: number) => ({ source: "vove", refId: "a/b c%é", episode: 1, eventId });
const standing = {
  source: "vove",
  refId: "a/b c%é",
  episode: 1,
  status: "IN_REVIEW",
  statusSince: new Date(START),
  lastChangeAt: new Date(START),
  gap: false,
  conflict: false,
} as const;

describe("findEvent", () => {
  it("gives the event with its receipts, runs, effects and case", async () => {
    const event = await findEvent(engineer, { messageId: "msg_second", source: "vove" });
    expect(event).toMatchObject({ source: "vove", bodyBytes: 4, isJson: false, receiptCount: 2 });
    expect(event.receipts.map(({ outcome, keptBytes }) => [outcome, keptBytes])).toEqual([
      ["accepted", null],
      ["payload_mismatch", 5],
    ]);
    expect(event.runs[0]?.log).toEqual([{ at: "2026-11-22T10:00:00Z", line: "sent" }]);
    expect(event.effects[0]).toMatchObject({ state: "done", letter: { recipient: "a@b.example" } });
    expect(event.case).toMatchObject({ status: "IN_REVIEW", isSetByThis: true });
  });

  it("takes the one stored first where two sources hold the id", async () => {
    expect(await findEvent(engineer, { messageId: "msg_second" })).toMatchObject({ source: "vove" });
    expect(await findEvent(engineer, { messageId: "msg_second", source: "vove-sandbox" })).toMatchObject({
      receipts: [],
    });
  });

  it("does not find an unknown id, nor a part of one", async () => {
    await expect(findEvent(engineer, { messageId: "msg_sec" })).rejects.toMatchObject({ code: "not-found" });
  });

  it.each([viewer, analyst])("is not for $role", async (actor) => {
    await expect(findEvent(actor, { messageId: "msg_second" })).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("the bytes", () => {
  it("come back as they came", async () => {
    expect((await readBody(engineer, { messageId: "msg_second", source: "vove" })).body).toEqual(strange);
    expect((await readReceiptBody(engineer, mismatchReceipt)).body.toString()).toBe("other");
  });

  it("of the case's event before, by the event clock and not by arrival", async () => {
    const previous = await readPreviousBody(engineer, { messageId: "msg_second", source: "vove" });
    expect(previous?.messageId).toBe("msg_earlier");
    expect(await readPreviousBody(engineer, { messageId: "msg_first" })).toBeUndefined();
  });

  it("are not there for a receipt that keeps none", async () => {
    await expect(readReceiptBody(engineer, mismatchReceipt - 1)).rejects.toMatchObject({ code: "not-found" });
  });

  it.each([viewer, analyst])("are not for $role", async (actor) => {
    await expect(readBody(actor, { messageId: "msg_second" })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(readReceiptBody(actor, mismatchReceipt)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(readPreviousBody(actor, { messageId: "msg_second" })).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("findNeighbours", () => {
  it("gives the events above and below in the list of the filter", async () => {
    const second = await findEvent(engineer, { messageId: "msg_second", source: "vove" });
    expect(await findNeighbours(engineer, {}, second)).toEqual({
      newer: { messageId: "msg_other", source: "vove" },
      older: { messageId: "msg_first", source: "vove" },
    });
    expect(await findNeighbours(engineer, { refId: "a/b c%é", source: "vove" }, second)).toEqual({
      newer: { messageId: "msg_earlier", source: "vove" },
      older: { messageId: "msg_first", source: "vove" },
    });
  });

  it("gives none beyond the ends", async () => {
    const first = await findEvent(engineer, { messageId: "msg_first" });
    expect((await findNeighbours(engineer, {}, first)).older).toBeUndefined();
  });
});
