import { beforeAll, describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { PUT } from "./route.ts";

let engineer: { authorization: string };
let analyst: { authorization: string };

beforeAll(async () => {
  engineer = await bearer("engineer");
  analyst = await bearer("analyst");
});

const put = (refId: string, body: string, headers: Record<string, string> = engineer) =>
  PUT(new Request("http://localhost/api/v1/businesses/x", { method: "PUT", body, headers }), {
    params: Promise.resolve({ refId }),
  });

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
