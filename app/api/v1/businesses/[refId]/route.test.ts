import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { storeCase } from "#lib/cases/testing/stored-case";
import { GET, PUT } from "./route.ts";

let engineer: { authorization: string };
let analyst: { authorization: string };
let viewer: { authorization: string };

beforeAll(async () => {
  engineer = await bearer("engineer");
  analyst = await bearer("analyst");
  viewer = await bearer("viewer");
});

const put = (refId: string, body: string, headers: Record<string, string> = engineer) =>
  PUT(new Request("http://localhost/api/v1/businesses/x", { method: "PUT", body, headers }), {
    params: Promise.resolve({ refId }),
  });

const get = (refId: string, headers: Record<string, string> = analyst, query = "") =>
  GET(new Request(`http://localhost/api/v1/businesses/x${query}`, { headers }), { params: Promise.resolve({ refId }) });

describe("PUT /api/v1/businesses/{refId}", () => {
  it("writes a business, and again only what is given", async () => {
    const made = await put("a/b c%é", JSON.stringify({ name: "Sokolov & Daughters", contactEmail: "a@b.example" }));
    expect(made.status).toBe(200);
    const again = await put("a/b c%é", JSON.stringify({ contactEmail: null }));
    expect(await again.json()).toMatchObject({
      refId: "a/b c%é",
      source: "vove",
      name: "Sokolov & Daughters",
      contactEmail: null,
      accountStatus: "disabled",
      changed: true,
    });
  });

  it.each(["{", "null", '{"contactEmail":"nobody"}', '{"accountStatus":"enabled"}'])("is 400 for %s", async (body) => {
    const response = await put("acme-001", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid" } });
  });

  it("is 401 without a token, 403 for an analyst's", async () => {
    expect((await put("acme-001", "{}", {})).status).toBe(401);
    expect((await put("acme-001", "{}", analyst)).status).toBe(403);
  });
});

describe("GET /api/v1/businesses/{refId}", () => {
  it("gives what is known of a business, with where its case stands", async () => {
    await put("quay/1", JSON.stringify({ name: "Quay", contactEmail: "q@quay.example" }));
    const noCase = { status: null, episode: null, statusSince: null };
    const known = {
      ...{ refId: "quay/1", source: "vove", name: "Quay", contactEmail: "q@quay.example" },
      ...{ accountStatus: "disabled", enabledAt: null, updatedAt: expect.stringMatching(/Z$/) },
    };
    const first = await get("quay/1");
    expect(first.status).toBe(200);
    expect(await first.json()).toEqual({ ...known, ...noCase });
    await storeCase("quay/1", { status: "IN_PROGRESS", at: new Date("2026-11-20T10:00:00Z") });
    expect(await (await get("by-ref", analyst, "?refId=quay%2F1")).json()).toEqual({
      ...known,
      ...{ status: "IN_PROGRESS", episode: 1, statusSince: "2026-11-20T10:00:00.000Z" },
    });
  });

  it("is 404 where nothing was stored of the business, 401 without a token, 403 for a viewer's", async () => {
    expect((await get("nobody")).status).toBe(404);
    expect((await get("acme-001", {})).status).toBe(401);
    expect((await get("acme-001", viewer)).status).toBe(403);
  });
});
