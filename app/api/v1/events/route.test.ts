import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { storeEvents, storeRun } from "#lib/events/testing/stored";
import { GET, POST } from "./route.ts";

let engineer: { authorization: string };
let analyst: { authorization: string };

beforeAll(async () => {
  engineer = await bearer("engineer");
  analyst = await bearer("analyst");
  const [first] = await storeEvents(
    { messageId: "msg_1", refId: "a/b c%é" },
    { messageId: "msg_2", verdict: null },
    { messageId: "msg_3" },
  );
  if (first) await storeRun(first, { state: "dead" });
});

const get = (query = "", headers: Record<string, string> = engineer) =>
  GET(new Request(`http://localhost/api/v1/events${query}`, { headers }), { params: Promise.resolve({}) });

describe("GET /api/v1/events", () => {
  it("gives what the filter chooses", async () => {
    const response = await get(`?refId=${encodeURIComponent("a/b c%é")}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      items: [
        {
          source: "vove",
          messageId: "msg_1",
          type: "kyb.case.in_review",
          refId: "a/b c%é",
          status: "IN_REVIEW",
          previousStatus: "IN_PROGRESS",
          reason: null,
          verdict: "applied",
          occurredAt: "2026-11-22T10:00:00.000Z",
          clock: "message-id",
          receivedAt: "2026-11-22T10:00:00.000Z",
          runs: [{ handler: "update-case", state: "dead" }],
        },
      ],
      nextCursor: null,
    });
  });

  it("pages", async () => {
    const first = await (await get("?limit=2")).json();
    const second = await (await get(`?limit=2&cursor=${first.nextCursor}`)).json();
    const ids = [...first.items, ...second.items].map((event: { messageId: string }) => event.messageId);
    expect(ids).toEqual(["msg_3", "msg_2", "msg_1"]);
    expect(second.nextCursor).toBeNull();
  });

  it.each(["?limit=0", "?limit=201", "?limit=many", "?cursor=zzz", "?verdict=fine", "?from=soon"])(
    "refuses %s with 400 and says what is wrong",
    async (query) => {
      const response = await get(query);
      expect(response.status).toBe(400);
      const { error } = await response.json();
      expect(error).toMatchObject({ code: "invalid", message: expect.any(String) });
      expect(Object.keys(error.fields)).toEqual([query.slice(1, query.indexOf("="))]);
    },
  );

  it("is not for those without a token, nor for an analyst's", async () => {
    expect((await get("", {})).status).toBe(401);
    expect((await get("", analyst)).status).toBe(403);
  });

  it("refuses other methods", async () => {
    const response = POST();
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
    expect(await response.json()).toEqual({
      error: { code: "method-not-allowed", message: "This address takes GET." },
    });
  });
});
