import { randomBytes } from "node:crypto";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { asc, eq, inArray, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { events, receipts, rejectionTallies, runs, sourceSecrets } from "#db/schema";
import { seal } from "#lib/seal";
import { messageIdAt } from "#lib/sources/message-id";
import { parseSecret } from "#lib/sources/secret";
import { signedHeaders } from "#lib/sources/sign";
import { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from "./route.ts";

const SECRET = `whsec_${randomBytes(24).toString("base64")}`;
const context = (source = "vove") => ({ params: Promise.resolve({ source }) });
const kyb = (refId: string, status = "COMPLETED", previousStatus = "IN_REVIEW") =>
  JSON.stringify({ refId, status, previousStatus });

type Sent = { body?: string | Uint8Array; id?: string; at?: Date; headers?: Record<string, string>; source?: string };

/** Sends one signed attempt through the route handler itself. */
function send({ body = kyb("acme"), id = messageIdAt(new Date()), at = new Date(), headers, source }: Sent = {}) {
  const signed = Object.fromEntries(signedHeaders(SECRET, { messageId: id, body, attemptedAt: at }));
  const request = new Request("http://casewire.test/api/webhooks/vove", {
    method: "POST",
    headers: { ...signed, "x-casewire-remote": "203.0.113.7", ...headers },
    body: body as BodyInit,
  });
  return POST(request, context(source));
}

const eventsOf = (id: string) => database().select().from(events).where(eq(events.messageId, id));
const receiptsOf = (id: string) =>
  database().select().from(receipts).where(eq(receipts.messageId, id)).orderBy(asc(receipts.id));
const runsOf = (id: string) =>
  database()
    .select()
    .from(runs)
    .where(inArray(runs.eventId, database().select({ id: events.id }).from(events).where(eq(events.messageId, id))));

beforeAll(async () => {
  const { fingerprint, hint } = parseSecret(SECRET);
  await database()
    .insert(sourceSecrets)
    .values({ source: "vove", sealed: seal(SECRET), fingerprint, hint, createdBy: "test" });
});

describe("a genuine message", () => {
  it("new: 200, a receipt, an event and the runs it asks for", async () => {
    const made = new Date(Date.now() - 7_200_000);
    const id = messageIdAt(made);
    const response = await send({ id, body: kyb("acme-new") });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ verdict: "accepted" });
    const [event] = await eventsOf(id);
    expect(event).toMatchObject({
      source: "vove",
      type: "kyb.case.completed",
      refId: "acme-new",
      clock: "message-id",
      verdict: null,
      secretFingerprint: parseSecret(SECRET).fingerprint,
      parsed: JSON.parse(kyb("acme-new")),
    });
    expect(made.getTime() - Number(event?.occurredAt)).toBeLessThan(4);
    expect(event?.body.toString()).toBe(kyb("acme-new"));
    const [receipt] = await receiptsOf(id);
    expect(receipt).toMatchObject({
      outcome: "accepted",
      responseStatus: 200,
      eventId: event?.id,
      body: null,
      remoteAddress: "203.0.113.7",
      secretFingerprint: parseSecret(SECRET).fingerprint,
    });
    expect(receipt?.headers.map(([name]) => name)).toContain("svix-signature");
    expect(receipt?.headers.map(([name]) => name)).not.toContain("x-casewire-remote");
    expect((await runsOf(id)).map((run) => [run.handler, run.trigger, run.state])).toEqual([
      ["update-case", "receipt", "queued"],
      ["enable-account", "receipt", "queued"],
    ]);
  });

  it("signed by the webhook- family: 200", async () => {
    const body = kyb("acme-family");
    const signed = signedHeaders(SECRET, { messageId: "msg_family", body, attemptedAt: new Date() });
    const headers = signed.map(([name, value]): [string, string] => [name.replace("svix-", "webhook-"), value]);
    const request = new Request("http://casewire.test/", { method: "POST", headers, body });
    expect((await POST(request, context())).status).toBe(200);
    expect(await eventsOf("msg_family")).toMatchObject([{ clock: "timestamp" }]);
  });

  it("seen before: 200, a receipt, and nothing else", async () => {
    const id = messageIdAt(new Date());
    await send({ id });
    const again = await send({ id, at: new Date(Date.now() + 60_000) });
    expect([again.status, await again.json()]).toEqual([200, { verdict: "duplicate" }]);
    expect((await receiptsOf(id)).map((receipt) => receipt.outcome)).toEqual(["accepted", "duplicate"]);
    expect(await eventsOf(id)).toHaveLength(1);
    expect(await runsOf(id)).toHaveLength(2);
  });

  it("seen before, with a dead run: that run is queued again", async () => {
    const id = messageIdAt(new Date());
    await send({ id });
    const [first] = await runsOf(id);
    await database()
      .update(runs)
      .set({ state: "dead" })
      .where(eq(runs.id, first?.id ?? 0));
    await send({ id });
    const handler = (await runsOf(id)).filter((run) => run.handler === first?.handler);
    expect(handler.map((run) => [run.trigger, run.state, run.latest])).toEqual([
      ["receipt", "dead", false],
      ["duplicate", "queued", true],
    ]);
  });

  it("same id, other bytes: 200, kept whole as an incident, the first bytes stand", async () => {
    const id = messageIdAt(new Date());
    const other = kyb("acme", "REJECTED").padEnd(9000);
    await send({ id });
    const response = await send({ id, body: other });
    expect([response.status, await response.json()]).toEqual([200, { verdict: "conflict" }]);
    const [, mismatch] = await receiptsOf(id);
    expect(mismatch).toMatchObject({ outcome: "payload_mismatch", cause: "other-bytes" });
    expect(mismatch?.body?.toString()).toBe(other);
    expect((await eventsOf(id))[0]?.body.toString()).toBe(kyb("acme"));
    expect(await runsOf(id)).toHaveLength(2);
  });

  it("a hundred times at once: one event, a hundred receipts, one set of runs", async () => {
    const id = messageIdAt(new Date());
    const responses = await Promise.all(Array.from({ length: 100 }, () => send({ id, body: kyb("acme-100") })));
    expect(responses.every((response) => response.status === 200)).toBe(true);
    expect(await eventsOf(id)).toHaveLength(1);
    const outcomes = (await receiptsOf(id)).map((receipt) => receipt.outcome);
    expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "duplicate")).toHaveLength(99);
    expect(await runsOf(id)).toHaveLength(2);
  });

  it("is deduplicated by the id that was verified: a second family's id changes nothing", async () => {
    const id = messageIdAt(new Date());
    await send({ id });
    const response = await send({ id, headers: { "webhook-id": messageIdAt(new Date()) } });
    expect(response.status).toBe(401);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it.each<[string, string | Uint8Array]>([
    ["an unknown event", '{"type":"kyb.ubo.invited","refId":"u"}'],
    ["an AML event", '{"refId":"u","status":"IN_REVIEW"}'],
    ["nothing", ""],
    ["not JSON", "hello"],
    ["not UTF-8", new Uint8Array([0x7b, 0xff, 0xfe, 0x00])],
    ["NUL in JSON", '{"a":"\\u0000"}'],
    ["half a character", '{"a":"\\ud800"}'],
    ["deep nesting", "[".repeat(100_000) + "]".repeat(100_000)],
    ["a huge number", '{"n":1e999999}'],
    ["a refId of 600 characters", kyb("x".repeat(600))],
  ])("%s: 200, kept as it came, unrecognised, no runs", async (_, body) => {
    const id = messageIdAt(new Date());
    expect((await send({ id, body })).status).toBe(200);
    const [event] = await eventsOf(id);
    expect(event).toMatchObject({ type: "unrecognised", verdict: "unrecognised", unrecognised: expect.any(String) });
    expect(event?.body).toEqual(Buffer.from(body));
    expect(await runsOf(id)).toEqual([]);
  });

  it("of exactly 1 MiB: 200", async () => {
    const body = kyb("acme-large").padEnd(1024 * 1024);
    expect((await send({ body })).status).toBe(200);
  });
});

describe("what is not believed", () => {
  const old = new Date(Date.now() - 400_000);
  it.each<[string, number, Sent]>([
    ["bad-signature", 401, { headers: { "svix-signature": "v1,AAAA" } }],
    ["bad-signature", 401, { headers: { "svix-id": "msg_other" } }],
    ["missing-headers", 401, { headers: { "svix-signature": "" } }],
    ["stale-timestamp", 401, { at: old }],
    ["future-timestamp", 401, { at: new Date(Date.now() + 400_000) }],
    ["clashing-headers", 401, { headers: { "webhook-timestamp": "1" } }],
    ["malformed-timestamp", 400, { headers: { "svix-timestamp": "1719870957abc" } }],
    ["malformed-id", 400, { id: "m".repeat(257) }],
    ["wrong-content-type", 415, { headers: { "content-type": "text/plain" } }],
    ["too-large", 413, { body: "x".repeat(1024 * 1024 + 1) }],
    ["too-large", 413, { body: "x".repeat(1024 * 1024 + 1), headers: { "content-length": "1048577" } }],
  ])("%s: %i, kept as a rejection (%#)", async (cause, status, sent) => {
    const before = await database().$count(receipts, eq(receipts.cause, cause));
    const response = await send(sent);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code: cause, message: expect.any(String) } });
    expect(response.headers.get("webhook-delivery")).toBeNull();
    const kept = await database().select().from(receipts).where(eq(receipts.cause, cause)).orderBy(asc(receipts.id));
    expect(kept).toHaveLength(before + 1);
    expect(kept.at(-1)).toMatchObject({
      outcome: "rejected",
      responseStatus: status,
      eventId: null,
      secretFingerprint: null,
    });
    if (cause === "too-large") expect(kept.at(-1)).toMatchObject({ body: null, bodyBytes: 1024 * 1024 + 1 });
  });

  it("keeps only the first 4 KiB of the body, and headers that jsonb can hold", async () => {
    const id = messageIdAt(new Date());
    await send({ id, body: "x".repeat(5000), headers: { "svix-signature": "v1,AAAA", "x-long": "é".repeat(20_000) } });
    const [receipt] = await receiptsOf(id);
    expect(receipt?.body).toHaveLength(4096);
    expect(receipt?.bodyBytes).toBe(5000);
    expect(JSON.stringify(receipt?.headers).length).toBeLessThan(6000);
  });

  it("bounds what strangers can store, from one address and from thousands", { timeout: 60_000 }, async () => {
    await database().execute(sql`delete from receipts where outcome = 'rejected'`);
    await database().execute(sql`delete from rejection_tallies`);
    const forged = (address: string) =>
      send({ headers: { "svix-signature": "v1,AAAA", "x-casewire-remote": address } }).then(({ status }) => status);
    const statuses = new Set<number>();
    for (let round = 0; round < 10; round++) {
      const oneBlock = Array.from({ length: 100 }, (_, n) => forged(`2001:db8:0:1::${n.toString(16)}`));
      const many = Array.from({ length: 200 }, (_, n) => forged(`10.${round}.${n >> 8}.${n & 255}`));
      for (const status of await Promise.all([...oneBlock, ...many])) statuses.add(status);
    }
    expect([...statuses]).toEqual([401]);
    // What a flood left only counted in memory goes with the next rejection.
    await forged("10.99.0.1");
    const tallies = await database().select().from(rejectionTallies);
    const sum = (of: "kept" | "counted") => tallies.reduce((total, tally) => total + tally[of], 0);
    expect(await database().$count(receipts, eq(receipts.outcome, "rejected"))).toBe(sum("kept"));
    expect(sum("kept")).toBe(300);
    expect(sum("kept") + sum("counted")).toBe(3001);
    expect(tallies.find((tally) => tally.remoteAddress === "2001:db8:0:1::/64")?.kept).toBe(50);
    expect(tallies.length).toBeLessThanOrEqual(301);
  });
});

describe("the endpoint", () => {
  it("answers any headers and any bytes, genuine or not, with what its table says and never with a 5xx", {
    timeout: 60_000,
  }, async () => {
    const names = [
      "svix-id",
      "svix-timestamp",
      "svix-signature",
      "webhook-id",
      "content-type",
      "x-casewire-remote",
      "x-any",
    ];
    const now = () => String(Math.floor(Date.now() / 1000));
    const value = fc.oneof(
      fc.string({
        unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
        maxLength: 300,
      }),
      fc.constantFrom("", "0", "99999999999", "-1", "NaN", "v1,", "application/json", "2001:db8::1", "%00"),
      fc.nat().map((far) => String(far * 1000)),
      fc.constant("now"),
    );
    const headers = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json({ stringUnit: "binary" }).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(headers, body, async (given, bytes) => {
        const sent = Object.entries(given).map(([name, text]) => [name, text === "now" ? now() : text]);
        const { status } = await send({ body: bytes, headers: Object.fromEntries(sent) });
        expect([200, 400, 401, 415]).toContain(status);
      }),
      { numRuns: 600 },
    );
  });

  it("404 for a source that does not exist, storing nothing", async () => {
    const before = await database().$count(receipts);
    expect((await send({ source: "nobody" })).status).toBe(404);
    expect(await database().$count(receipts)).toBe(before);
  });

  it.each(Object.entries({ GET, PUT, PATCH, DELETE, HEAD, OPTIONS }))("405 with Allow for %s", (_, handler) => {
    const response = handler();
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("stores nothing of a body whose connection was cut, over real HTTP", async () => {
    const server = createServer((incoming, outgoing) => {
      const request = new Request("http://casewire.test/", {
        method: incoming.method ?? "POST",
        headers: incoming.headers as Record<string, string>,
        body: Readable.toWeb(incoming) as ReadableStream,
        duplex: "half",
      } as RequestInit);
      void POST(request, context()).then(async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const body = kyb("acme-http");
    const id = messageIdAt(new Date());
    const headers = Object.fromEntries(signedHeaders(SECRET, { messageId: id, body, attemptedAt: new Date() }));
    const begin = (more: Record<string, string>) =>
      httpRequest({ port, method: "POST", headers: { ...headers, ...more } });

    const before = await database().$count(receipts);
    for (const [name, value] of [
      ["content-length", String(body.length)],
      ["transfer-encoding", "chunked"],
    ] as const) {
      const cut = begin({ [name]: value });
      const closed = new Promise((resolve) => cut.on("error", resolve));
      cut.write(body.slice(0, 20), () => setTimeout(() => cut.destroy(), 50));
      await closed;
    }
    const status = await new Promise((resolve) =>
      begin({})
        .on("response", (response) => resolve(response.resume().statusCode))
        .end(body),
    );
    expect(status).toBe(200);
    expect(await database().$count(receipts)).toBe(before + 1);
    await new Promise((resolve) => server.close(resolve));
  });
});
