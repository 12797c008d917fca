import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { GET as GET_ONE } from "./[id]/route.ts";
import { GET, POST } from "./route.ts";

let engineer: { authorization: string };
let analyst: { authorization: string };
let core: Awaited<ReturnType<typeof storeDestination>>;
let failed: Awaited<ReturnType<typeof storeDelivery>>;

const at = new Date("2026-11-22T10:00:00Z");

beforeAll(async () => {
  engineer = await bearer("engineer");
  analyst = await bearer("analyst");
  core = await storeDestination({ name: "Core banking" });
  failed = await storeDelivery({
    destination: core,
    event: { messageId: "msg_1", refId: "a/b c", at, body: '{"type":"account.enabled"}' },
    attempts: [
      {
        fault: "connection refused",
        startedAt: at,
        request: {
          requestHeaders: [
            ["webhook-id", "msg_1"],
            ["webhook-signature", "v1,c2VjcmV0"],
          ],
        },
      },
      { status: 500, startedAt: at, request: { responseBody: Buffer.from("no"), peerAddress: "192.0.2.7" } },
    ],
  });
  await storeDelivery({
    event: { messageId: "msg_2", type: "test", refId: "", source: "", sequence: null, episode: null },
    attempts: [{ state: "queued", dueAt: at }],
  });
  await storeDelivery({ destination: core, event: { messageId: "msg_3" }, attempts: Array(12).fill({ status: 503 }) });
});

const get = (query = "", headers: Record<string, string> = engineer) =>
  GET(new Request(`http://localhost/api/v1/deliveries${query}`, { headers }), { params: Promise.resolve({}) });
const getOne = (id: string, query = "", headers: Record<string, string> = engineer) =>
  GET_ONE(new Request(`http://localhost/api/v1/deliveries/x${query}`, { headers }), {
    params: Promise.resolve({ id }),
  });

describe("GET /api/v1/deliveries", () => {
  it("gives what the filter chooses", async () => {
    const response = await get(`?destination=${core.id}&state=dead&refId=${encodeURIComponent("a/b c")}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      items: [
        {
          id: failed.delivery.id,
          at: at.toISOString(),
          destination: core.id,
          eventId: "msg_1",
          type: "account.enabled",
          source: "vove",
          refId: "a/b c",
          state: "dead",
          reason: "answered 500",
          attemptCount: 2,
          attempts: [
            { at: at.toISOString(), status: null, error: "connection refused", durationMs: 41 },
            { at: at.toISOString(), status: 500, error: "answered 500", durationMs: 41 },
          ],
          nextAttemptAt: null,
        },
      ],
      nextCursor: null,
    });
  });

  it("says when the next attempt is, and nulls what is about no case", async () => {
    const { items } = await (await get("?type=test")).json();
    expect(items).toMatchObject([
      { state: "queued", source: null, refId: null, attempts: [], nextAttemptAt: at.toISOString() },
    ]);
  });

  it("shows the last ten attempts of each", async () => {
    const { items } = await (await get("?limit=1")).json();
    expect([items[0].eventId, items[0].attemptCount, items[0].attempts.length]).toEqual(["msg_3", 12, 10]);
  });

  it("pages", async () => {
    const first = await (await get("?limit=2")).json();
    const second = await (await get(`?limit=2&cursor=${first.nextCursor}`)).json();
    const ids = [...first.items, ...second.items].map((delivery: { eventId: string }) => delivery.eventId);
    expect(ids).toEqual(["msg_3", "msg_2", "msg_1"]);
    expect(second.nextCursor).toBeNull();
  });

  it.each(["?limit=0", "?cursor=zzz", "?state=failed", "?destination=core", "?from=soon", "?status=dead", "?refId="])(
    "refuses %s with 400 and says what is wrong",
    async (query) => {
      const response = await get(query);
      expect(response.status).toBe(400);
      const { error } = await response.json();
      expect(error).toMatchObject({ code: "invalid", message: expect.any(String) });
      expect(Object.keys(error.fields)).toEqual([query.slice(1, query.indexOf("="))]);
    },
  );

  it("is 404 for an unknown source, 401 without a token, 403 for an analyst's", async () => {
    expect((await get("?source=nobody")).status).toBe(404);
    expect((await get("", {})).status).toBe(401);
    expect((await get("", analyst)).status).toBe(403);
  });

  it("refuses other methods", () => {
    const response = POST();
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
  });
});

describe("GET /api/v1/deliveries/{id}", () => {
  it("gives its body, and each attempt as request and response, without the signature", async () => {
    const response = await getOne(String(failed.delivery.id));
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).not.toContain("c2VjcmV0");
    expect(JSON.parse(text)).toEqual({
      id: failed.delivery.id,
      at: at.toISOString(),
      destination: core.id,
      eventId: "msg_1",
      type: "account.enabled",
      source: "vove",
      refId: "a/b c",
      state: "dead",
      reason: "answered 500",
      nextAttemptAt: null,
      episode: 1,
      sequence: 1,
      messageId: null,
      format: "casewire",
      personalData: false,
      body: '{"type":"account.enabled"}',
      removedAt: null,
      requestsRemovedAt: null,
      attempts: [
        expect.objectContaining({
          error: "connection refused",
          requestHeaders: [["webhook-id", "msg_1"]],
          responseHeaders: null,
          responseBody: null,
        }),
        {
          at: at.toISOString(),
          status: 500,
          error: "answered 500",
          durationMs: 41,
          trigger: "retry",
          requestedBy: null,
          url: "https://core.example/hook",
          peerAddress: "192.0.2.7",
          requestHeaders: [["content-type", "application/json"]],
          responseHeaders: [],
          responseBody: "no",
          responseTruncated: false,
        },
      ],
    });
  });

  it.each(["0", "1.5", "x", "99999999", "1e400"])("is 404 for the delivery %s", async (id) => {
    expect((await getOne(id)).status).toBe(404);
  });

  it("takes no parameters, and is not for an analyst's token", async () => {
    expect((await getOne(String(failed.delivery.id), "?x=1")).status).toBe(400);
    expect((await getOne(String(failed.delivery.id), "", analyst)).status).toBe(403);
  });
});
