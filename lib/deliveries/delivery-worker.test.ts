import { createHmac } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import { destinationSecrets } from "#db/destination-schema";
import { database } from "#db/pool";
import { storeEvent } from "#db/testing/store-event";
import {
  addSecret,
  attemptsOf,
  destination,
  happens,
  makeDue,
  receiver,
  runsOf,
  sequenceOf,
  start,
  until,
  untilEnded,
  workers,
} from "#lib/deliveries/testing/sending";
import { startReceiver } from "#lib/deliveries/testing/test-receiver";
import { runNow } from "#lib/handlers/testing/run-now";
import { seal } from "#lib/seal";
import { newSecret } from "#lib/sources/secret";

process.env.CASEWIRE_DESTINATIONS_ALLOW = "127.0.0.1";

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
