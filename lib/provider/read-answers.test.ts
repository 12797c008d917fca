import { beforeAll, describe, expect, it } from "vitest";
import { hourlyFigures } from "#db/figures-schema";
import { database } from "#db/pool";
import { analyst, viewer } from "#lib/events/testing/actors";
import { START, storeEvents } from "#lib/events/testing/stored";
import { readAnswers } from "./read-answers.ts";
import { HOUR_MS } from "./rhythm.ts";

const hour = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);

beforeAll(async () => {
  const seconds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
  const occurredAt = new Date(START);
  await storeEvents(...seconds.map((s) => ({ occurredAt, receivedAt: new Date(START + s * 1000) })));
  // A clock of the sender that is ahead of ours: no lag.
  await storeEvents({ source: "other", verdict: null, occurredAt, receivedAt: new Date(START - 60_000) });
  const answer = { hour, figure: "answers", source: "vove" };
  await database()
    .insert(hourlyFigures)
    .values([
      { ...answer, label: "200", n: 40 },
      { ...answer, label: "401", n: 3 },
      { ...answer, label: "413", n: 1 },
      { ...answer, source: "other", label: "200", n: 2 },
      { ...answer, hour: new Date(hour.getTime() - HOUR_MS), label: "500", n: 7 },
      { ...answer, hour: new Date(hour.getTime() - 24 * HOUR_MS), label: "200", n: 99 },
      { ...answer, figure: "events", label: "200", n: 99 },
    ]);
});

describe("readAnswers", () => {
  it("measures the lag of each source: its median, and within what nine of ten were here", async () => {
    // By hand: of ten values in order the median is between the fifth and sixth; nine tenths of the way is at 1 + 0.9 × 9 = 9.1, so
    // 9 s and a tenth of the way on to 100 s.
    expect((await readAnswers(analyst)).lag).toEqual([
      { source: "other", n: 1, median: 0, p90: 0 },
      { source: "vove", n: 10, median: 5500, p90: expect.closeTo(18_100) },
    ]);
  });

  it("counts what is not applied yet", async () => {
    expect((await readAnswers(analyst)).unplaced).toBe(1);
  });

  it("sums our answers of each hour of the last day, of all sources", async () => {
    expect((await readAnswers(analyst)).hours).toEqual([
      { hour: new Date(hour.getTime() - HOUR_MS), taken: 0, refused: 0, failed: 7 },
      { hour, taken: 42, refused: 4, failed: 0 },
    ]);
  });

  it("is not for viewers", async () => {
    await expect(readAnswers(viewer)).rejects.toMatchObject({ code: "not-allowed" });
  });
});
