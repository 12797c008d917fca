import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import type { Sent } from "./sender.ts";
import { test } from "./test.ts";

/** The answers the sender is promised. It switches an endpoint off for a 410 or `webhook-delivery: disable`. */
function expectAnswer({ status, headers }: Sent, expected: number): void {
  expect(status).toBe(expected);
  expect(headers.get("webhook-delivery")).toBeNull();
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test("a genuine event is kept with its clock and its secret", async ({ sender, api, refId }) => {
  const sent = await sender.send(refId, "IN_PROGRESS", { at: minutesAgo(30) });
  expectAnswer(sent, 200);
  const event = await (await api(`/api/v1/events/${sent.id}`)).json();
  expect(event).toMatchObject({
    messageId: sent.id,
    source: "vove",
    type: "kyb.case.in_progress",
    refId,
    clock: "message-id",
  });
  expect(Math.abs(Date.parse(event.occurredAt) - minutesAgo(30).getTime())).toBeLessThan(10_000);
  expect(event.receipts).toMatchObject([{ verdict: "accepted", responseStatus: 200, secret: expect.any(String) }]);
});

test("a repeated message is one event with two receipts; other bytes under its id are a conflict", async ({
  sender,
  api,
  refId,
}) => {
  const { id } = await sender.send(refId, "IN_PROGRESS");
  expectAnswer(await sender.send(refId, "IN_PROGRESS", { id }), 200);
  expectAnswer(await sender.send(refId, "COMPLETED", { id }), 200);
  const event = await (await api(`/api/v1/events/${id}`)).json();
  expect(event.status).toBe("IN_PROGRESS");
  expect(event.receipts.map(({ verdict }: { verdict: string }) => verdict).sort()).toEqual([
    "accepted",
    "conflict",
    "duplicate",
  ]);
});

for (const [name, body] of [
  ["another product's body", JSON.stringify({ status: "successful", refId: "someone", userId: "u1" })],
  ["not JSON", "hello"],
  ["not UTF-8, with NUL", Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  [
    "a lone surrogate and NUL in a refId",
    '{"refId":"a\\ud800\\u0000","status":"IN_REVIEW","previousStatus":"IN_PROGRESS"}',
  ],
  ["ten thousand brackets", "[".repeat(10_000)],
  ["nothing", ""],
] as const) {
  test(`genuine, but ${name}: kept and acknowledged`, async ({ sender, api }) => {
    const sent = await sender.post(body);
    expectAnswer(sent, 200);
    expect((await api(`/api/v1/events/${sent.id}`)).status).toBe(200);
  });
}

test("what is not genuine is refused with its cause on record", async ({ sender, api, refId }) => {
  const stranger = `whsec_${randomBytes(24).toString("base64")}`;
  expectAnswer(await sender.send(refId, "COMPLETED", { secret: stranger }), 401);
  expectAnswer(await sender.send(refId, "COMPLETED", { attemptedAt: minutesAgo(6) }), 401);
  expectAnswer(await sender.send(refId, "COMPLETED", { headers: { "svix-signature": undefined } }), 401);
  expectAnswer(await sender.send(refId, "COMPLETED", { headers: { "webhook-id": "msg_other" } }), 401);
  expect((await api(`/api/v1/cases/${refId}`)).status).toBe(404);
  const { items } = await (await api("/api/v1/rejections?limit=4")).json();
  expect(new Set(items.map(({ cause }: { cause: string }) => cause)).size).toBe(4);
});

test("what is no webhook is told so", async ({ sender, refId }) => {
  expectAnswer(await sender.post("x".repeat(1024 * 1024 + 1)), 413);
  expectAnswer(await sender.send(refId, "COMPLETED", { headers: { "content-type": "text/plain" } }), 415);
  expectAnswer(await sender.send(refId, "COMPLETED", { method: "PUT" }), 405);
});
