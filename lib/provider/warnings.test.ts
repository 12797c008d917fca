import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { hourlyFigures } from "#db/figures-schema";
import { database } from "#db/pool";
import { events, receipts, rejectionTallies, runs, sourceSecrets } from "#db/schema";
import { workers } from "#db/worker-schema";
import { admin, analyst, engineer, viewer } from "#lib/events/testing/actors";
import { storeEvents, storeReceipt, storeRun } from "#lib/events/testing/stored";
import { processWide } from "#lib/process-wide";
import { HOUR_MS } from "./rhythm.ts";
import { storeFigures } from "./testing/store-figures.ts";
import { currentWarnings, refreshWarnings } from "./warnings.ts";

const state = processWide("provider warnings", (): Record<string, unknown> => ({}));
const health = processWide("health", (): { check?: unknown } => ({}));
const hourStart = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const from = "203.0.113.7";

beforeEach(async () => {
  Object.assign(state, { warnings: null, readAt: Number.NEGATIVE_INFINITY, reading: undefined, workerMissing: false });
  delete health.check;
  for (const table of [runs, events, receipts, rejectionTallies, hourlyFigures, sourceSecrets, workers]) {
    await database().delete(table);
  }
  await database().insert(workers).values({ id: randomUUID(), host: "test", pid: 1 });
});

async function warnings(actor = analyst) {
  await refreshWarnings();
  return currentWarnings(actor);
}

async function refuse(n: number, remoteAddress: string, cause = "bad-signature") {
  const tally = { source: "vove", cause, remoteAddress, hour: new Date(hourStart) };
  await database()
    .insert(rejectionTallies)
    .values({ ...tally, kept: 1, counted: n - 1 });
}

describe("what is off", () => {
  it("is nothing where all is well", async () => {
    await storeEvents({ receivedAt: new Date() });
    expect(await warnings()).toEqual([]);
  });

  it("is a worker that is missing, and what waits too long", async () => {
    const [event] = await storeEvents({ receivedAt: new Date() });
    if (!event) throw new Error("not stored");
    await storeRun(event, { state: "queued", dueAt: sql`now() - interval '10 minutes'` as unknown as Date });
    expect(await warnings()).toEqual([{ kind: "runs-wait", n: 1, seconds: expect.closeTo(600, -1) }]);
    await database().delete(workers);
    delete health.check;
    expect(await warnings(), "it may be about to start").toEqual([]);
    expect(await warnings()).toEqual([{ kind: "no-worker" }]);
  });

  it("is a provider that is silent", async () => {
    await storeFigures({ perHour: 10, weeks: 9, until: hourStart - 3 * HOUR_MS });
    const lastAt = new Date(hourStart - 3 * HOUR_MS - 60_000);
    await storeEvents({ receivedAt: lastAt });
    expect(await warnings()).toEqual([
      { kind: "silent", source: "vove", name: "VOVE ID", since: lastAt.toISOString() },
    ]);
  });

  it("is a provider that is quieter than usual", async () => {
    await storeFigures({ perHour: 10, weeks: 9, until: hourStart - 5 * HOUR_MS });
    await storeEvents({ receivedAt: new Date(Date.now() - 60_000) });
    expect(await warnings()).toMatchObject([{ kind: "quieter", source: "vove", hours: 4, low: 21, high: 62 }]);
  });

  it("is signatures that fail where the sender's messages come from, and not what strangers send", async () => {
    await storeEvents({ receivedAt: new Date() });
    await storeReceipt({ remoteAddress: from });
    await refuse(100, "198.51.100.9");
    expect(await warnings()).toEqual([]);
    await refuse(4, from, "no-secret");
    expect(await warnings(), "four are no surge").toEqual([]);
    await refuse(1, from);
    const since = new Date(hourStart).toISOString();
    expect(await warnings()).toEqual([{ kind: "signatures", source: "vove", name: "VOVE ID", n: 5, since }]);
  });

  it("is signatures that fail while nothing was ever verified, as with the wrong secret at the start", async () => {
    await refuse(5, "198.51.100.9");
    expect(await warnings()).toMatchObject([{ kind: "signatures", n: 5 }]);
  });

  it("is a source whose last secret retires within a day", async () => {
    const secret = { source: "vove", hint: "abcd", createdBy: "Ada" };
    const retiresAt = new Date(Date.now() + 3 * HOUR_MS);
    await database()
      .insert(sourceSecrets)
      .values([
        { ...secret, fingerprint: "a", retiresAt },
        { ...secret, fingerprint: "b", retiresAt: new Date(Date.now() - HOUR_MS) },
      ]);
    expect(await warnings()).toEqual([
      { kind: "last-secret", source: "vove", name: "VOVE ID", retiresAt: retiresAt.toISOString() },
    ]);
    await database()
      .insert(sourceSecrets)
      .values({ ...secret, fingerprint: "c" });
    expect(await warnings()).toEqual([]);
  });
});

describe("currentWarnings", () => {
  it("is not for viewers, and tells the database's role to admins alone", async () => {
    expect(() => currentWarnings(viewer)).toThrow(expect.objectContaining({ code: "not-allowed" }));
    Object.assign(state, { warnings: [{ kind: "database-role" }, { kind: "no-worker" }], readAt: performance.now() });
    expect(currentWarnings(engineer)).toEqual([{ kind: "no-worker" }]);
    expect(currentWarnings(admin)).toHaveLength(2);
  });

  it("answers at once with what is known, and reads anew behind it once in 30 s for all", async () => {
    await database().delete(workers);
    Object.assign(state, { workerMissing: true });
    expect(currentWarnings(analyst), "nothing is known yet").toBeNull();
    const reading = state.reading;
    expect(reading, "it is being read").toBeInstanceOf(Promise);
    for (let n = 0; n < 50; n++) currentWarnings(analyst);
    expect(state.reading, "by one reader").toBe(reading);
    await reading;
    expect(currentWarnings(analyst)).toEqual([{ kind: "no-worker" }]);
    expect(state.reading, "it is fresh").toBeUndefined();
    Object.assign(state, { readAt: performance.now() - 11_000 });
    expect(currentWarnings(analyst)).toEqual([{ kind: "no-worker" }]);
    expect(state.reading).toBeInstanceOf(Promise);
    await state.reading;
  });

  it("does not wait for a database that hangs, and keeps the last answer", async () => {
    Object.assign(state, { warnings: [{ kind: "no-worker" }], readAt: Number.NEGATIVE_INFINITY });
    const url = process.env.DATABASE_URL;
    // A port that takes connections and never answers would hang a query for as long as it likes.
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const { port } = silent.address() as { port: number };
    process.env.DATABASE_URL = `postgres://a:b@127.0.0.1:${port}/c`;
    const begun = performance.now();
    expect(currentWarnings(analyst)).toEqual([{ kind: "no-worker" }]);
    expect(performance.now() - begun).toBeLessThan(100);
    await state.reading;
    expect(currentWarnings(analyst)).toEqual([{ kind: "no-worker" }]);
    process.env.DATABASE_URL = url;
    silent.close();
  });
});
