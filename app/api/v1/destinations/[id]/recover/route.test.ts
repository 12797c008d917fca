import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import { POST } from "./route.ts";

let admin: { authorization: string };
let engineer: { authorization: string };

beforeAll(async () => {
  admin = await bearer("admin");
  engineer = await bearer("engineer");
});

const since = "2026-11-22T10:00:00Z";
const failing = async () => (await storeDelivery({ attempts: [{ status: 500 }] })).destination.id;
const post = (id: string, body: unknown, headers: Record<string, string> = admin) =>
  POST(
    new Request("http://localhost/api/v1/destinations/x/recover", {
      method: "POST",
      body: JSON.stringify(body),
      headers,
    }),
    { params: Promise.resolve({ id }) },
  );

describe("POST /api/v1/destinations/{id}/recover", () => {
  it("queues what the destination has not received, and says in which replay", async () => {
    const id = await failing();
    const response = await post(id, { since, only: "failed", reason: "it was down" });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ replayId: expect.any(Number), count: 1 });
    expect((await post(id, { since, only: "failed" })).status).toBe(404);
  });

  it.each([
    [{}, ["since"]],
    [{ since: "yesterday" }, ["since"]],
    [{ since, only: "all" }, ["only"]],
    [{ since, until: since }, ["until"]],
  ])("is 400 for %j, and names what is wrong", async (body, fields) => {
    const response = await post(await failing(), body);
    expect(response.status).toBe(400);
    expect(Object.keys((await response.json()).error.fields)).toEqual(fields);
  });

  it.each(["x", "00000000-0000-4000-8000-000000000000"])("is 404 for the destination %s", async (id) => {
    expect((await post(id, { since })).status).toBe(404);
  });

  it("is for admins", async () => {
    const id = await failing();
    expect((await post(id, { since }, engineer)).status).toBe(403);
    expect((await post(id, { since }, {})).status).toBe(401);
  });
});
