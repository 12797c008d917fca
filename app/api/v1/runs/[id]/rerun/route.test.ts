import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { storeEvents, storeRun } from "#lib/events/testing/stored";
import { POST } from "./route.ts";

let engineer: { authorization: string };
let analyst: { authorization: string };
let dead = 0;

beforeAll(async () => {
  engineer = await bearer("engineer");
  analyst = await bearer("analyst");
  const [event] = await storeEvents({ messageId: "msg_1" });
  if (event === undefined) throw new Error("Nothing was stored.");
  dead = (await storeRun(event, { state: "dead", error: "connect ECONNREFUSED" })).id;
});

const post = (id: string, body: string, headers: Record<string, string> = engineer) =>
  POST(new Request("http://localhost/api/v1/runs/x/rerun", { method: "POST", body, headers }), {
    params: Promise.resolve({ id }),
  });

const why = JSON.stringify({ reason: "the mail server is back" });

describe("POST /api/v1/runs/{id}/rerun", () => {
  it("queues the run's handler once more, and only once", async () => {
    const response = await post(String(dead), why);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ runId: expect.any(Number) });
    expect((await post(String(dead), why)).status).toBe(409);
  });

  it.each(["0", "1.5", "x", "99999999", "1e400"])("is 404 for the run %s", async (id) => {
    expect((await post(id, why)).status).toBe(404);
  });

  it("is 400 without a reason, 401 without a token, 403 for an analyst's", async () => {
    expect((await post(String(dead), "{}")).status).toBe(400);
    expect((await post(String(dead), why, {})).status).toBe(401);
    expect((await post(String(dead), why, analyst)).status).toBe(403);
  });
});
