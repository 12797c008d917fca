import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { businesses } from "#db/schema";
import { bearer } from "#lib/access/testing/bearer";
import { storeCase } from "#lib/cases/testing/stored-case";
import { GET as exportAudit } from "./audit/route.ts";
import { GET as exportCases } from "./cases/route.ts";
import { GET as exportChanges } from "./changes/route.ts";

type Route = typeof exportCases;
let analyst: { authorization: string };

beforeAll(async () => {
  analyst = await bearer("analyst");
  await storeCase("acme-1", { status: "IN_REVIEW" });
  await storeCase("acme-2", { status: "IN_PROGRESS" });
  await database().insert(businesses).values({ source: "vove", refId: "acme-1", name: "Harbour" });
});

const get = (route: Route, query: string, headers: Record<string, string> = analyst) =>
  route(new Request(`http://localhost/api/v1/exports/x${query}`, { headers }), { params: Promise.resolve({}) });

describe("GET /api/v1/exports/cases", () => {
  it.each(["?status=IN_REVIEW", "?q=harb", "?refId=acme-1", "?attention=unassigned&status=IN_REVIEW"])(
    "has the cases that the list has with %s",
    async (query) => {
      const lines = (await (await get(exportCases, `${query}&format=jsonl`)).text()).trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        {
          refId: "acme-1",
          name: "Harbour",
          state: "In review",
          status: "IN_REVIEW",
          turn: "VOVE ID's turn",
          held: false,
        },
      ]);
    },
  );

  it("refuses a parameter of no list, and a source that is not ours", async () => {
    expect((await get(exportCases, "?cursor=x")).status).toBe(400);
    expect((await get(exportCases, "?source=nowhere")).status).toBe(404);
  });
});

describe("GET /api/v1/exports/audit", () => {
  it("has the entries that the page has", async () => {
    const text = await (await get(exportAudit, "?action=token.issued")).text();
    expect(text).toMatch(/^Entry,At \(UTC\),What happened,Actor,/);
    expect(text).toContain("The admin issued the API token a analyst's with the rights of analyst");
  });
});

describe("GET /api/v1/exports/changes", () => {
  it("has what changed, in words", async () => {
    const text = await (await get(exportChanges, "?kind=opened&format=jsonl")).text();
    const lines = text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { refId: "acme-2", change: "Onboarding 1 opened: In progress", kinds: "opened", status: "IN_PROGRESS" },
      { refId: "acme-1", change: "Onboarding 1 opened: In review", kinds: "opened", name: "Harbour" },
    ]);
  });
});

it.each([exportCases, exportAudit, exportChanges])("is not for viewers, nor for nobody", async (route) => {
  expect((await get(route, "", await bearer("viewer"))).status).toBe(403);
  expect((await get(route, "", {})).status).toBe(401);
});
