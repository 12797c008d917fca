import { beforeEach, describe, expect, it } from "vitest";
import { hourlyFigures } from "#db/figures-schema";
import { database } from "#db/pool";
import { events, sources } from "#db/schema";
import { storeEvents } from "#lib/events/testing/stored";
import { readRhythms } from "./read-rhythms.ts";
import { HOUR_MS } from "./rhythm.ts";
import { storeFigures } from "./testing/store-figures.ts";

const hourStart = () => Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const vove = async () => (await readRhythms()).find(({ source }) => source === "vove");

beforeEach(async () => {
  await database().delete(events);
  await database().delete(hourlyFigures);
});

describe("readRhythms", () => {
  it("knows of a source that nothing ever came from", async () => {
    expect(await vove()).toMatchObject({ name: "VOVE ID", last: null, rhythm: { state: { kind: "never" } } });
  });

  it("takes past hours from the figures, of all types together", async () => {
    await storeFigures({ perHour: 6, weeks: 9, until: hourStart() + HOUR_MS });
    await storeFigures({ perHour: 4, weeks: 9, until: hourStart() + HOUR_MS, label: "kyb.case.rejected" });
    await storeEvents({ receivedAt: new Date() });
    const read = await vove();
    expect(read?.rhythm.state).toEqual({
      kind: "as-expected",
      window: { from: new Date(hourStart() - 4 * HOUR_MS), hours: 4, seen: 40, usual: { low: 21, high: 62 } },
    });
  });

  it("counts what came since the figures end by itself, so that a worker that is down makes nobody silent", async () => {
    await storeFigures({ perHour: 10, weeks: 9, until: hourStart() - 6 * HOUR_MS });
    // The last hour of the figures, of which the worker had counted ten, the six since, and what there is of this one.
    const since = hourStart() - 7 * HOUR_MS;
    const times = Array.from({ length: 80 }, (_, n) => since + n * 6 * 60_000).filter((time) => time < Date.now());
    await storeEvents(...times.map((time) => ({ receivedAt: new Date(time) })));
    const read = await vove();
    expect(read?.rhythm.windows[0]).toMatchObject({ hours: 4, seen: 40 });
    expect(read?.rhythm.state.kind).toBe("as-expected");
    expect(read?.last?.receivedAt).toEqual(new Date(times.at(-1) ?? 0));
  });

  it("finds the last message of a source that is silent, whatever comes from the others", async () => {
    await database().insert(sources).values({ slug: "other", name: "Other", expectedTypes: [] }).onConflictDoNothing();
    const silentSince = hourStart() - 30 * HOUR_MS;
    await storeFigures({ perHour: 10, weeks: 9, until: silentSince });
    await storeFigures({ perHour: 10, weeks: 9, until: hourStart(), source: "other" });
    const lastAt = new Date(silentSince - 5 * 60_000);
    await storeEvents({ receivedAt: lastAt }, { receivedAt: new Date(), source: "other" });
    const read = await vove();
    expect(read?.last?.receivedAt).toEqual(lastAt);
    expect(read?.rhythm.state).toMatchObject({ kind: "silent", since: lastAt });
    expect((await readRhythms()).find(({ source }) => source === "other")?.rhythm.state.kind).toBe("as-expected");
  });

  it("does not count figures of something else", async () => {
    await database()
      .insert(hourlyFigures)
      .values({
        hour: new Date(hourStart() - HOUR_MS),
        figure: "refusals",
        source: "vove",
        label: "bad-signature",
        n: 9,
      });
    expect((await vove())?.rhythm.windows[0]?.seen).toBe(0);
  });
});
