import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { receipts, rejectionTallies } from "#db/schema";
import { ownerDatabase } from "#db/testing/owner";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import { bucketOf } from "./buckets.ts";
import { countFigures } from "./count-figures.ts";
import { readFigures, readProgress } from "./read-figures.ts";
import { allFigures, receive, storedFigure } from "./testing/figures-of.ts";

const HOUR = 3_600_000;
const never = new AbortController().signal;
/** Some days ago: counting starts with the oldest row. */
const day = (n: number) => new Date(Date.now() + (n - 6) * 24 * HOUR).toISOString().slice(0, 10);
const on = (n: number, time: string) => `${day(n)}T${time}Z`;
const count = () => countFigures(never);

beforeEach(async () => {
  await ownerDatabase().execute(
    sql`truncate receipts, events, cases, rejection_tallies, hourly_figures, figure_progress, delivery_attempts restart identity cascade`,
  );
});

describe("what is counted by the hour", () => {
  it("is each event under its type, and its lag in a bucket", async () => {
    await receive("a", ["NOT_STARTED", "IN_PROGRESS"], on(1, "10:00:00"), { lagMs: 500 });
    await receive("b", ["NOT_STARTED", "IN_PROGRESS"], on(1, "10:59:59"), { lagMs: 500 });
    await receive("a", ["IN_PROGRESS", "IN_REVIEW"], on(1, "10:59:59"), { lagMs: 90_000 });
    await count();
    expect(await storedFigure("events")).toEqual([
      `${day(1)} 10 kyb.case.in_progress 2`,
      `${day(1)} 11 kyb.case.in_review 1`,
    ]);
    expect(await storedFigure("lag")).toEqual([`${day(1)} 10 0 2`, `${day(1)} 11 ${bucketOf(90_000)} 1`]);
    const [lag] = await readFigures({
      figures: ["lag"],
      from: new Date(day(1)),
      to: new Date(day(2)),
      by: "all",
    });
    expect(lag).toMatchObject({ label: "0", n: 2, total: 1000 });
  });

  it("is each refusal, kept or only counted, and each answer on record", async () => {
    const hour = new Date(Math.floor(Date.now() / HOUR) * HOUR - 2 * HOUR);
    const tally = { source: "vove", cause: "bad-signature", hour };
    await database()
      .insert(rejectionTallies)
      .values([
        { ...tally, remoteAddress: "192.0.2.1", kept: 50, counted: 7 },
        { ...tally, remoteAddress: "*", kept: 0, counted: 3 },
      ]);
    const receipt = {
      ...{ source: "vove", receivedAt: hour, remoteAddress: "192.0.2.1", headers: [], bodyBytes: 1, durationMs: 1 },
      bodyHash: Buffer.alloc(32),
    };
    await database()
      .insert(receipts)
      .values([
        { ...receipt, outcome: "accepted", responseStatus: 200 },
        { ...receipt, outcome: "rejected", cause: "bad-signature", responseStatus: 401 },
        { ...receipt, outcome: "duplicate", responseStatus: 200 },
      ]);
    await count();
    const at = hour.toISOString().slice(0, 13).replace("T", " ");
    expect(await storedFigure("refusals")).toEqual([`${at} bad-signature 60`]);
    expect(await storedFigure("answers")).toEqual([`${at} 200 2`, `${at} 401 1`]);
  });

  it("is each attempt of a handler and each request to a destination by how it ended", async () => {
    await receive("a", ["NOT_STARTED", "IN_PROGRESS"], on(1, "10:00:00"));
    await receive("b", ["NOT_STARTED", "IN_PROGRESS"], on(1, "10:00:00"));
    await database().execute(sql`update runs set ended_at = ${on(1, "10:10:00")}::timestamptz`);
    await database().execute(sql`update runs set state = 'dead' where ref_id = 'b'`);
    const at = new Date(on(1, "12:00:00"));
    const request = { request: { at } };
    const { destination } = await storeDelivery({
      attempts: [
        { status: 500, ...request },
        { status: 200, ...request },
      ],
    });
    await storeDelivery({ destination, attempts: [{ status: 200, request: { at, test: true } }] });
    await count();
    expect(await storedFigure("runs")).toEqual([
      `${day(1)} 10 update-case/dead 1`,
      `${day(1)} 10 update-case/succeeded 1`,
    ]);
    expect(await storedFigure("deliveries")).toEqual([
      `${day(1)} 12 ${destination.id}/failed 1`,
      `${day(1)} 12 ${destination.id}/succeeded 1`,
    ]);
  });

  it("is counted again where a row of an hour came after it was counted, and deleted where all are gone", async () => {
    const now = new Date().toISOString();
    await receive("a", ["NOT_STARTED", "IN_PROGRESS"], now);
    await count();
    const hour = now.slice(0, 13).replace("T", " ");
    expect(await storedFigure("events")).toEqual([`${hour} kyb.case.in_progress 1`]);
    await receive("b", ["NOT_STARTED", "IN_PROGRESS"], now);
    await count();
    expect(await storedFigure("events")).toEqual([`${hour} kyb.case.in_progress 2`]);
    await ownerDatabase().execute(sql`truncate events cascade`);
    await count();
    expect(await storedFigure("events")).toEqual([]);
  });
});

describe("what is counted by the day", () => {
  it("is what the events of a case say, by the sender's clock", async () => {
    await receive("a", ["NOT_STARTED", "IN_PROGRESS"], on(1, "10:00:00"), { lagMs: 26 * HOUR });
    await receive("a", ["IN_PROGRESS", "IN_REVIEW"], on(1, "12:00:00"));
    await receive("a", ["IN_REVIEW", "REJECTED"], on(3, "12:00:00"), { reason: "DOCUMENT_EXPIRED" });
    await receive("b", ["NOT_STARTED", "IN_PROGRESS"], on(1, "23:00:00"));
    await receive("c", ["NOT_STARTED", "IN_PROGRESS"], on(1, "23:00:00"));
    await receive("c", ["IN_PROGRESS", "REJECTED"], on(2, "00:00:00"), { reason: "Mr Smith did not come" });
    await count();
    expect(await storedFigure("onboardings")).toEqual([
      `${day(1)} 00 IN_PROGRESS 1`,
      `${day(1)} 00 REJECTED 1`,
      `${day(1)} 00 REJECTED/reviewed 1`,
    ]);
    expect(await storedFigure("moves")).toEqual([
      `${day(1)} 00 IN_PROGRESS 3`,
      `${day(1)} 00 IN_REVIEW 1`,
      `${day(2)} 00 REJECTED 1`,
      `${day(3)} 00 REJECTED 1`,
    ]);
    expect(await storedFigure("reasons")).toEqual([`${day(2)} 00  1`, `${day(3)} 00 DOCUMENT_EXPIRED 1`]);
    expect(await storedFigure("stays")).toEqual([
      `${day(1)} 00 IN_PROGRESS/${bucketOf(HOUR)} 1`,
      `${day(1)} 00 IN_PROGRESS/${bucketOf(2 * HOUR)} 1`,
      `${day(1)} 00 IN_REVIEW/${bucketOf(48 * HOUR)} 1`,
    ]);
  });

  it("moves with a message that arrives late, and counts nothing twice", async () => {
    await receive("a", ["IN_PROGRESS", "IN_REVIEW"], on(2, "10:00:00"));
    await count();
    expect(await storedFigure("onboardings")).toEqual([`${day(2)} 00 IN_REVIEW/reviewed 1`]);
    await receive("a", ["NOT_STARTED", "IN_PROGRESS"], on(1, "10:00:00"));
    await count();
    await count();
    expect(await storedFigure("onboardings")).toEqual([`${day(1)} 00 IN_REVIEW/reviewed 1`]);
    expect(await storedFigure("moves")).toEqual([`${day(1)} 00 IN_PROGRESS 1`, `${day(2)} 00 IN_REVIEW 1`]);
    expect(await storedFigure("stays")).toEqual([`${day(1)} 00 IN_PROGRESS/${bucketOf(24 * HOUR)} 1`]);
  });
});

describe("counting", () => {
  it("says until when it is done", async () => {
    expect(await readProgress()).toEqual({ countedUntil: null, behind: false });
    await count();
    const { countedUntil } = await readProgress();
    expect(Date.now() - (countedUntil?.getTime() ?? 0)).toBeLessThan(60_000);
  });

  it("is left to whoever counts already, and two of them give what one gives", async () => {
    for (const refId of ["a", "b", "c"]) {
      await receive(refId, ["NOT_STARTED", "IN_PROGRESS"], on(1, "10:00:00"));
      await receive(refId, ["IN_PROGRESS", "COMPLETED"], on(2, "10:00:00"));
    }
    await Promise.all([count(), count(), count()]);
    const together = await allFigures();
    await database().execute(sql`delete from hourly_figures`);
    await database().execute(sql`delete from counted_cases`);
    await database().execute(sql`delete from figure_progress`);
    await count();
    expect(together).toEqual(await allFigures());
  });
});
