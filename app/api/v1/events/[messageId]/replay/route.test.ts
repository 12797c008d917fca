import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { storeEvents } from "#lib/events/testing/stored";
import { POST } from "./route.ts";

let admin: { authorization: string };
let engineer: { authorization: string };

beforeAll(async () => {
  admin = await bearer("admin");
  engineer = await bearer("engineer");
  await storeEvents({ messageId: "msg_1", source: "vove-sandbox" }, { messageId: "msg_2" });
});

const post = (messageId: string, body: string, headers: Record<string, string> = admin) =>
  POST(new Request("http://localhost/api/v1/events/x/replay", { method: "POST", body, headers }), {
    params: Promise.resolve({ messageId }),
  });

const why = JSON.stringify({ reason: "the handler was mended" });

describe("POST /api/v1/events/{messageId}/replay", () => {
  it("queues the event's handlers, of whichever source it is", async () => {
    const response = await post("msg_1", why);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ replayId: expect.any(Number), runs: 1 });
  });

  it("is 409 while they are queued already", async () => {
    expect((await post("msg_2", why)).status).toBe(202);
    expect((await post("msg_2", why)).status).toBe(409);
  });

  it.each([
    "",
    "{",
    "[]",
    "{}",
    '{"reason":""}',
    '{"reason":"a\\u0000bcd"}',
    '{"reason":"abc\\ud800"}',
    "[".repeat(60_000),
  ])("is 400 for the body %o", async (body) => {
    const response = await post("msg_2", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid", message: expect.any(String) } });
  });

  it("is 400 for a body that does not end", async () => {
    expect((await post("msg_2", JSON.stringify({ reason: "x".repeat(100_000) }))).status).toBe(400);
  });

  it("is 404 for an id nobody sent, 401 without a token, 403 for an engineer's", async () => {
    expect((await post("msg_none", why)).status).toBe(404);
    expect((await post("msg_2", why, {})).status).toBe(401);
    expect((await post("msg_2", why, engineer)).status).toBe(403);
  });
});
