import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { storeReceipt } from "#lib/events/testing/stored";
import { GET } from "./route.ts";

let engineer: { authorization: string };
let analyst: { authorization: string };

beforeAll(async () => {
  engineer = await bearer("engineer");
  analyst = await bearer("analyst");
  const signed: [string, string][] = [["svix-signature", "v1,c2VjcmV0"]];
  await storeReceipt({
    outcome: "rejected",
    cause: "bad-signature",
    responseStatus: 401,
    messageId: "msg_x",
    headers: signed,
  });
  await storeReceipt();
});

const get = (query = "", headers: Record<string, string> = engineer) =>
  GET(new Request(`http://localhost/api/v1/rejections${query}`, { headers }), { params: Promise.resolve({}) });

describe("GET /api/v1/rejections", () => {
  it("gives what was not believed, and why, without the signature", async () => {
    const response = await get("?limit=10");
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      items: [{ receivedAt: "2026-11-22T10:00:00.000Z", cause: "bad-signature", claimedMessageId: "msg_x" }],
      nextCursor: null,
    });
    expect(text).not.toContain("c2VjcmV0");
  });

  it("narrows to a cause", async () => {
    expect(await (await get("?cause=stale-timestamp")).json()).toEqual({ items: [], nextCursor: null });
  });

  it("is 400 for a wrong limit, 401 without a token, 403 for an analyst's", async () => {
    expect((await get("?limit=1e9")).status).toBe(400);
    expect((await get("", {})).status).toBe(401);
    expect((await get("", analyst)).status).toBe(403);
  });
});
