import { createHmac, randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { deliveryAttempts, destinationSecrets, destinations } from "#db/destination-schema";
import { database, transaction } from "#db/pool";
import { auditEntries, runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { startReceiver } from "#lib/deliveries/testing/test-receiver";
import type { Resolve } from "#lib/egress/resolve-host";
import { runNow } from "#lib/handlers/testing/run-now";
import { emit } from "#lib/outgoing/emit";
import { seal } from "#lib/seal";
import { newSecret } from "#lib/sources/secret";
import { startDeliveryWorker } from "./delivery-worker.ts";

process.env.CASEWIRE_DESTINATIONS_ALLOW = "127.0.0.1";

const receiver = await startReceiver();
const other = await startReceiver();
afterAll(() => Promise.all([receiver.stop(), other.stop()]));

const workers: ReturnType<typeof startDeliveryWorker>[] = [];
const start = (resolve?: Resolve) =>
  workers.push(startDeliveryWorker({ worker: randomUUID(), ...(resolve ? { resolve } : {}) }));
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
beforeEach(async () => {
  await database().execute(sql`update destinations set deleted_at = now()`);
  for (const one of [receiver, other]) {
    one.requests.length = 0;
    one.answer = (response) => response.writeHead(204).end();
  }
});

type Given = Partial<typeof destinations.$inferInsert>;

async function destination(given: Given = {}) {
  const [row] = await database()
    .insert(destinations)
    .values({ name: `Core ${randomUUID()}`, url: receiver.url, createdBy: "Ada", ...given })
    .returning();
  if (!row) throw new Error("no destination");
  const secret = await addSecret(row.id);
  return { ...row, secret };
}

async function addSecret(destinationId: string, given: Partial<typeof destinationSecrets.$inferInsert> = {}) {
  const secret = newSecret();
  await database()
    .insert(destinationSecrets)
    .values({ destinationId, sealed: seal(secret), fingerprint: "x", hint: "x", createdBy: "Ada", ...given });
  return secret;
}

let serial = 0;
/** Emits something about a case, and returns its key. */
async function happens(refId: string, given: { at?: string } = {}): Promise<string> {
  const key = `test-${++serial}`;
  const facts = { enabledAt: given.at ?? new Date().toISOString() };
  await transaction((tx) => emit(tx, [{ type: "account.enabled", key, about: { source: "vove", refId }, facts }]));
  return key;
}

const attemptsOf = (destinationId: string) =>
  database()
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.destinationId, destinationId))
    .orderBy(asc(deliveryAttempts.runId));
const runsOf = (destinationId: string) =>
  database()
    .select()
    .from(runs)
    .where(eq(runs.handler, `destination/${destinationId}`))
    .orderBy(asc(runs.id));
const stateOf = async (id: string) => (await database().select().from(destinations).where(eq(destinations.id, id)))[0];
const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const untilEnded = (destinationId: string, count: number) =>
  until(async () => {
    const ended = (await runsOf(destinationId)).filter(({ state }) => state !== "queued" && state !== "running");
    expect(ended.length).toBeGreaterThanOrEqual(count);
  });
/** Lets the next attempts fall due. */
const makeDue = () =>
  database().execute(sql`update runs set due_at = now() - interval '1 second' where state = 'queued'`);
const sequenceOf = ({ body }: { body: Buffer }) => JSON.parse(body.toString("utf8")).data.sequence as number;

describe("a delivery", () => {
  it("is signed as svix, standardwebhooks and the published scheme verify it, and is recorded with its answer", async () => {
    const to = await destination({
      sealedHeaders: seal(JSON.stringify([["X-Api-Key", "very secret"]])),
      headerNames: ["X-Api-Key"],
    });
    receiver.answer = (response) => response.writeHead(200, { "x-answer": "yes" }).end("thank you");
    await happens("signed");
    start();
    await untilEnded(to.id, 1);
    const [request] = receiver.requests;
    if (!request) throw new Error("no request");
    const headers = request.headers as Record<string, string>;
    expect(new StandardWebhook(to.secret).verify(request.body, headers)).toMatchObject({ type: "account.enabled" });
    new SvixWebhook(to.secret).verify(request.body, headers);
    expect(() => new StandardWebhook(newSecret()).verify(request.body, headers)).toThrow();
    const key = Buffer.from(to.secret.slice("whsec_".length), "base64");
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${request.body.toString("utf8")}`;
    expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "user-agent": "Casewire-Webhooks/1.0",
      "x-api-key": "very secret",
    });
    const [attempt] = await attemptsOf(to.id);
    expect(attempt).toMatchObject({ succeeded: true, status: 200, url: to.url, peerAddress: "127.0.0.1", error: null });
    expect(attempt?.responseBody?.toString()).toBe("thank you");
    expect(attempt?.responseHeaders).toContainEqual(["x-answer", "yes"]);
    expect(attempt?.requestHeaders).toContainEqual(["X-Api-Key", "(sealed)"]);
    expect(JSON.stringify(attempt)).not.toContain("very secret");
    expect(await runsOf(to.id)).toMatchObject([{ state: "succeeded", claim: null }]);
  });

  it("as received has the sender's own bytes and message id, under svix headers", async () => {
    const to = await destination({ format: "as-received" });
    const event = await storeEvent({ refId: "raw" });
    await runNow(event, "update-case");
    start();
    await untilEnded(to.id, 1);
    const [request] = receiver.requests;
    const headers = request?.headers as Record<string, string>;
    new SvixWebhook(to.secret).verify(request?.body ?? "", headers);
    expect(headers["svix-id"]).toBe(event.messageId);
    expect(headers["webhook-id"]).toBeUndefined();
    expect(JSON.parse(request?.body.toString() ?? "")).toEqual({
      refId: "raw",
      status: "IN_PROGRESS",
      previousStatus: "NOT_STARTED",
    });
  });

  it("is signed by each secret in use, the newest first, and by none that has expired", async () => {
    const to = await destination();
    const expired = await addSecret(to.id, { expiresAt: new Date(Date.now() - 1000) });
    const newer = await addSecret(to.id, { createdAt: new Date(Date.now() + 1000) });
    await database()
      .update(destinationSecrets)
      .set({ expiresAt: new Date(Date.now() + 3_600_000) })
      .where(
        and(
          eq(destinationSecrets.destinationId, to.id),
          eq(destinationSecrets.fingerprint, "x"),
          sql`expires_at is null and created_at < now()`,
        ),
      );
    await happens("rotation");
    start();
    await untilEnded(to.id, 1);
    const [request] = receiver.requests;
    const headers = request?.headers as Record<string, string>;
    for (const secret of [to.secret, newer]) {
      new StandardWebhook(secret).verify(request?.body ?? "", headers);
      new SvixWebhook(secret).verify(request?.body ?? "", headers);
    }
    expect(() => new StandardWebhook(expired).verify(request?.body ?? "", headers)).toThrow();
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    const first = { ...headers, "webhook-signature": headers["webhook-signature"]?.split(" ")[0] ?? "" };
    expect(() => new StandardWebhook(newer).verify(request?.body ?? "", first)).not.toThrow();
  });

  it("that fails is tried again with the same id and bytes and a fresh timestamp, and holds back the later ones of its case alone", async () => {
    const to = await destination();
    receiver.answer = (response, { body }) =>
      response.writeHead(body.includes('"waits"') && sequenceOf({ body }) === 1 ? 500 : 204).end("busy");
    await happens("waits");
    await happens("waits");
    await happens("goes-on");
    start();
    await untilEnded(to.id, 2);
    expect((await runsOf(to.id)).map(({ refId, state }) => [refId, state])).toEqual([
      ["waits", "failed"],
      ["waits", "queued"],
      ["goes-on", "succeeded"],
      ["waits", "queued"],
    ]);
    const [failed, later, , retry] = await runsOf(to.id);
    expect(failed).toMatchObject({ error: "answered 500", latest: false });
    // What waits for the retry is not due before it, whether it was there or comes later: no claim looks at it in vain.
    expect(later?.dueAt).toEqual(retry?.dueAt);
    await happens("waits");
    expect((await runsOf(to.id)).at(-1)?.dueAt).toEqual(retry?.dueAt);
    receiver.answer = (response) => response.writeHead(204).end();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await makeDue();
    await untilEnded(to.id, 5);
    const ofCase = receiver.requests.filter(({ body }) => body.includes('"waits"'));
    expect(ofCase.map(sequenceOf)).toEqual([1, 1, 2, 3]);
    const [first, again] = ofCase;
    expect(again?.body).toEqual(first?.body);
    expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(Number(again?.headers["webhook-timestamp"])).toBeGreaterThan(Number(first?.headers["webhook-timestamp"]));
  });

  it.each([
    [301, { location: "http://127.0.0.1:1/elsewhere" }, "answered 301: redirects are not followed", 5],
    [404, {}, "answered 404", 5],
    [500, { "retry-after": "900" }, "answered 500", 5],
    [429, { "retry-after": "900" }, "answered 429", 900],
    [503, { "retry-after": "86400" }, "answered 503", 3600],
    [503, { "retry-after": "1" }, "answered 503", 5],
  ])(
    "answered %i %j fails, and is tried again after the schedule or as long as the answer asks",
    async (status, headers, error, seconds) => {
      const to = await destination();
      receiver.answer = (response) => response.writeHead(status, headers).end();
      await happens(`status-${status}-${seconds}`);
      start();
      await untilEnded(to.id, 1);
      const [failed, next] = await runsOf(to.id);
      expect(failed).toMatchObject({ state: "failed", error, attempt: 1 });
      expect(next).toMatchObject({ state: "queued", attempt: 2 });
      const pause = ((next?.dueAt.getTime() ?? 0) - (failed?.endedAt?.getTime() ?? 0)) / 1000;
      expect(Math.round(pause)).toBe(seconds);
      expect(receiver.requests).toHaveLength(1);
    },
  );

  it("that cannot be connected, or whose secret cannot be opened, fails in words", async () => {
    const closed = await startReceiver();
    await closed.stop();
    const refused = await destination({ url: closed.url });
    const sealed = await destination();
    await database()
      .update(destinationSecrets)
      .set({ sealed: "aes256gcm-1.AAAA" })
      .where(eq(destinationSecrets.destinationId, sealed.id));
    await happens("faults");
    start();
    await untilEnded(refused.id, 1);
    await untilEnded(sealed.id, 1);
    expect(await attemptsOf(refused.id)).toMatchObject([
      { succeeded: false, status: null, error: "connection refused" },
    ]);
    expect(await attemptsOf(sealed.id)).toMatchObject([
      { succeeded: false, error: expect.stringContaining("CASEWIRE_SECRET") },
    ]);
  });
});

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
    await transaction((tx) => emit(tx, [{ type: "test", key: `test-${++serial}`, about: null, facts, only: off.id }]));
    receiver.answer = (response) => response.writeHead(500).end();
    start();
    await untilEnded(off.id, 1);
    expect((await runsOf(off.id)).map(({ state }) => state)).toEqual(["dead"]);
    expect(await stateOf(off.id)).toMatchObject({ failingSince: null });
    expect(receiver.requests).toHaveLength(1);
    expect(other.requests).toHaveLength(0);
  });
});

describe("a worker", () => {
  it("that stops puts requests under way back into the queue, and another sends them again with the same id", async () => {
    const to = await destination();
    receiver.answer = () => {};
    await happens("stopped");
    start();
    await until(() => expect(receiver.requests).toHaveLength(1));
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    expect((await runsOf(to.id)).map(({ state }) => state)).toEqual(["queued"]);
    receiver.answer = (response) => response.writeHead(204).end();
    start();
    await untilEnded(to.id, 1);
    expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(receiver.requests).toHaveLength(2);
  });

  it("that lost its claim records the attempt, and leaves the run to whoever took it over", async () => {
    const to = await destination();
    let answer = () => {};
    receiver.answer = (response) => {
      answer = () => response.writeHead(204).end();
    };
    await happens("lost");
    start();
    await until(() => expect(receiver.requests).toHaveLength(1));
    await database().execute(sql`update runs set claim = gen_random_uuid() where handler = ${`destination/${to.id}`}`);
    answer();
    await until(async () => expect(await attemptsOf(to.id)).toMatchObject([{ succeeded: true }]));
    expect(await runsOf(to.id)).toMatchObject([{ state: "running" }]);
  });
});
