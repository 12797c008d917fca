import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { type SQL, sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { database } from "#db/pool";
import { runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { workers } from "#db/worker-schema";
import { sealedBy } from "#lib/access/testing/sealed-by";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { processWide } from "#lib/process-wide";
import { forgetSealState } from "#lib/sealing/seal-state";
import { health } from "./health.ts";

const latest = processWide("health", (): { check?: unknown } => ({}));
beforeEach(() => {
  delete latest.check;
});

it("reports a missing worker, and then a present one", async () => {
  expect(await health()).toMatchObject({ status: "failing", database: "ok", worker: "missing" });
  delete latest.check;
  await database().insert(workers).values({ id: randomUUID(), host: "test", pid: 1 });
  expect(await health()).toEqual({
    status: "ok",
    database: "ok",
    worker: "ok",
    secret: "ok",
    queue: { waiting: 0, oldestSeconds: 0 },
    deliveries: { waiting: 0, oldestSeconds: 0 },
  });
});

it("fails while a sealed value cannot be opened", async () => {
  const sealed = await sealedBy("the secret of another installation", "casewire");
  await database().execute(sql`insert into seal_check (sealed) values (${sealed})`);
  forgetSealState();
  expect(await health()).toMatchObject({ status: "failing", worker: "ok", secret: "cannot-open" });
  await database().execute(sql`delete from seal_check`);
  forgetSealState();
});

it("reports a worker as missing 30 s after its last heartbeat", async () => {
  await database().update(workers).set({ heartbeatAt: sql`now() - interval '31 seconds'` });
  expect(await health()).toMatchObject({ status: "failing", worker: "missing" });
});

it("counts runs that are due, not those due later", async () => {
  const event = await storeEvent({});
  const run = { eventId: event.id, source: event.source, refId: event.refId, occurredAt: event.occurredAt, attempt: 1 };
  await database()
    .insert(runs)
    .values([
      { ...run, handler: "a", trigger: "receipt", dueAt: sql`now() - interval '90 seconds'` },
      { ...run, handler: "b", trigger: "receipt" },
      { ...run, handler: "c", trigger: "retry", dueAt: sql`now() + interval '1 hour'` },
    ]);
  expect((await health()).queue).toEqual({ waiting: 2, oldestSeconds: 90 });
});

it("counts deliveries that are due apart, so that a destination that does not answer is seen and no handler blamed", async () => {
  const destination = await storeDestination();
  const store = (dueAt: SQL) => storeDelivery({ destination, attempts: [{ status: 500 }, { dueAt }] });
  await store(sql`now() - interval '5 minutes'`);
  await store(sql`now() + interval '1 hour'`);
  expect(await health()).toMatchObject({
    queue: { waiting: 2, oldestSeconds: 90 },
    deliveries: { waiting: 1, oldestSeconds: 300 },
  });
});

it("asks the database once for any number of concurrent callers", async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => health()));
  expect(new Set(answers).size).toBe(1);
});

it("reports within 3 s that the database does not answer", async () => {
  const url = process.env.DATABASE_URL;
  // A port that takes connections and never answers would hang a query for as long as it likes.
  const silent = createServer(() => {}).listen(0, "127.0.0.1");
  await new Promise((resolve) => silent.once("listening", resolve));
  const { port } = silent.address() as { port: number };
  process.env.DATABASE_URL = `postgres://a:b@127.0.0.1:${port}/c`;
  const begun = performance.now();
  expect(await health()).toEqual({
    status: "failing",
    database: "unreachable",
    worker: null,
    secret: null,
    queue: null,
    deliveries: null,
  });
  expect(performance.now() - begun).toBeLessThan(3000);
  process.env.DATABASE_URL = url;
});
