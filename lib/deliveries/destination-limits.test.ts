import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { destinations } from "#db/destination-schema";
import { database, transaction } from "#db/pool";
import { auditEntries } from "#db/schema";
import {
  attemptsOf,
  destination,
  happens,
  other,
  receiver,
  runsOf,
  start,
  stateOf,
  until,
  untilEnded,
} from "#lib/deliveries/testing/sending";
import { emit } from "#lib/outgoing/emit";

process.env.CASEWIRE_DESTINATIONS_ALLOW = "127.0.0.1";

describe("a destination", () => {
  it("whose name changes to an address that is not allowed gets nothing there, not over a kept connection either", async () => {
    const port = new URL(receiver.url).port;
    const to = await destination({ url: `http://changes.test:${port}/hook` });
    let addresses = ["127.0.0.1"];
    start(async () => addresses);
    await happens("dns-1");
    await untilEnded(to.id, 1);
    addresses = ["127.0.0.2"];
    await happens("dns-2");
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await happens("dns-3");
    await until(async () => expect((await attemptsOf(to.id)).some(({ succeeded }) => !succeeded)).toBe(true));
    const refused = (await attemptsOf(to.id)).filter(({ succeeded }) => !succeeded);
    expect(refused[0]?.error).toContain("127.0.0.2");
    expect(refused[0]?.error).toContain("CASEWIRE_DESTINATIONS_ALLOW");
    expect(receiver.requests.length).toBe((await attemptsOf(to.id)).length - refused.length);
  });

  it("that hangs holds up no other, and takes no more requests at a time than it allows, over all workers", async () => {
    const hanging = await destination({ url: other.url, concurrency: 3 });
    const quick = await destination();
    const held: (() => void)[] = [];
    other.answer = (response) => void held.push(() => response.writeHead(204).end());
    for (let n = 0; n < 50; n++) await happens(`hang-${n}`);
    start();
    start();
    await untilEnded(quick.id, 50);
    expect(other.requests).toHaveLength(3);
    await until(() => {
      for (const answer of held.splice(0)) answer();
      expect(other.requests.length).toBe(50);
    });
    for (const answer of held.splice(0)) answer();
    await untilEnded(hanging.id, 50);
  });

  it("gets no more requests a second than it allows, over all workers", async () => {
    const to = await destination({ ratePerSecond: 20 });
    for (let n = 0; n < 30; n++) await happens(`rate-${n}`);
    start();
    start();
    await untilEnded(to.id, 30);
    const times = receiver.requests.map(({ at }) => at);
    const inOneSecond = times.map((from) => times.filter((at) => at >= from && at < from + 1000).length);
    // A tenth of a second's worth may come together.
    expect(Math.max(...inOneSecond)).toBeLessThanOrEqual(23);
  });

  it("that answers 410 is disabled at once, and what is queued for it is not sent", async () => {
    const to = await destination({ concurrency: 1 });
    receiver.answer = (response) => response.writeHead(410).end();
    await happens("gone-1");
    await happens("gone-2");
    start();
    await untilEnded(to.id, 2);
    expect(receiver.requests).toHaveLength(1);
    expect(await stateOf(to.id)).toMatchObject({ state: "disabled", stateReason: expect.stringContaining("410") });
    expect((await runsOf(to.id)).map(({ state }) => state)).toEqual(["dead", "skipped"]);
    await happens("gone-3");
    expect(await runsOf(to.id)).toHaveLength(2);
  });

  it("whose requests have failed for days is told of on the third and disabled on the fifth, and others are told", async () => {
    const failing = await destination();
    const listening = await destination({
      url: other.url,
      eventTypes: ["destination.failing", "destination.disabled", "destination.recovered"],
    });
    receiver.answer = (response) => response.writeHead(500).end();
    const since = (days: number) =>
      database()
        .update(destinations)
        .set({ failingSince: sql`now() - make_interval(days => ${days}, mins => 1)` })
        .where(eq(destinations.id, failing.id));
    start();
    await happens("days-1");
    await untilEnded(failing.id, 1);
    expect(await stateOf(failing.id)).toMatchObject({ failingSince: expect.any(Date), failingToldAt: null });
    await since(3);
    await happens("days-2");
    await happens("days-3");
    await untilEnded(listening.id, 1);
    await until(async () =>
      expect(await stateOf(failing.id)).toMatchObject({ state: "enabled", failingToldAt: expect.any(Date) }),
    );
    receiver.answer = (response) => response.writeHead(200).end();
    await happens("days-4");
    await untilEnded(listening.id, 2);
    expect(await stateOf(failing.id)).toMatchObject({ failingSince: null, failingToldAt: null });
    receiver.answer = (response) => response.writeHead(500).end();
    await since(5);
    await happens("days-5");
    await untilEnded(listening.id, 3);
    expect(other.requests.map(({ body }) => JSON.parse(body.toString()).type)).toEqual([
      "destination.failing",
      "destination.recovered",
      "destination.disabled",
    ]);
    expect(await stateOf(failing.id)).toMatchObject({ state: "disabled", stateBy: "delivery-worker" });
    const entries = await database()
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.subjectId, failing.id), eq(auditEntries.actorKind, "job")));
    expect(entries).toMatchObject([{ action: "destination.disabled" }]);
  });

  it("that is disabled or deleted gets no further request, but a test while it is disabled", async () => {
    const off = await destination({ state: "disabled" });
    const gone = await destination({ url: other.url });
    await happens("off");
    await database().update(destinations).set({ deletedAt: sql`now()` }).where(eq(destinations.id, gone.id));
    const facts = { destinationId: off.id, sentBy: "Ada" };
    await transaction((tx) => emit(tx, [{ type: "test", key: "test-off", about: null, facts, only: off.id }]));
    receiver.answer = (response) => response.writeHead(500).end();
    start();
    await untilEnded(off.id, 1);
    expect((await runsOf(off.id)).map(({ state }) => state)).toEqual(["dead"]);
    expect(await stateOf(off.id)).toMatchObject({ failingSince: null });
    expect(receiver.requests).toHaveLength(1);
    expect(other.requests).toHaveLength(0);
  });
});
