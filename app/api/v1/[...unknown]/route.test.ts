import { describe, expect, it } from "vitest";
import { bearer } from "#lib/access/testing/bearer";
import { GET, POST } from "./route.ts";

const request = async (headers: Record<string, string>) => new Request("http://localhost/api/v1/letters", { headers });
const at = { params: Promise.resolve({ unknown: ["letters"] }) };

describe("an address the API does not have", () => {
  it("is 404 as JSON, whatever the method", async () => {
    const viewer = await bearer("viewer");
    for (const serve of [GET, POST]) {
      const response = await serve(await request(viewer), at);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        error: { code: "not-found", message: "The API has no /api/v1/letters." },
      });
    }
  });

  it("is 401 without a token", async () => {
    expect((await GET(await request({}), at)).status).toBe(401);
  });
});
