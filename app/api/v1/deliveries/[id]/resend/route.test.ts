import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import { POST } from "./route.ts";

let engineer: { authorization: string };
let analyst: { authorization: string };

beforeAll(async () => {
  engineer = await bearer("engineer");
  analyst = await bearer("analyst");
});

const gaveUp = async () => String((await storeDelivery({ attempts: [{ status: 500 }] })).delivery.id);
const post = (id: string, body = "", headers: Record<string, string> = engineer) =>
  POST(new Request("http://localhost/api/v1/deliveries/x/resend", { method: "POST", body, headers }), {
    params: Promise.resolve({ id }),
  });

describe("POST /api/v1/deliveries/{id}/resend", () => {
  it.each(["", "{}", JSON.stringify({ reason: "it is back" })])("queues it once, with the body %j", async (body) => {
    const id = await gaveUp();
    const response = await post(id, body);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ runId: expect.any(Number) });
    expect((await post(id, body)).status).toBe(409);
  });

  it.each(["0", "x", "99999999"])("is 404 for the delivery %s", async (id) => {
    expect((await post(id)).status).toBe(404);
  });

  it("is 400 for a field it does not know, 401 without a token, 403 for an analyst's", async () => {
    const id = await gaveUp();
    expect((await post(id, '{"why":"x"}')).status).toBe(400);
    expect((await post(id, "", {})).status).toBe(401);
    expect((await post(id, "", analyst)).status).toBe(403);
  });
});
