import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { sources } from "#db/schema";
import { bearer } from "#lib/access/testing/bearer";
import { storeCase } from "#lib/cases/testing/stored-case";
import { GET } from "./route.ts";

let viewer: { authorization: string };

beforeAll(async () => {
  viewer = await bearer("viewer");
  await storeCase("a/b c%é", { status: "IN_PROGRESS", at: new Date("2026-11-20T10:00:00Z") });
  await storeCase("acme-002", { status: "IN_PROGRESS", at: new Date("2026-11-21T10:00:00Z") }, { status: "IN_REVIEW" });
  await storeCase("acme-003", { status: "IN_PROGRESS", at: new Date("2026-11-22T10:00:00Z") });
});

const get = (query = "", headers: Record<string, string> = viewer) =>
  GET(new Request(`http://localhost/api/v1/cases${query}`, { headers }), { params: Promise.resolve({}) });

describe("GET /api/v1/cases", () => {
  it("gives the cases of a status, page by page", async () => {
    const first = await get("?status=IN_PROGRESS&limit=1");
    expect(first.status).toBe(200);
    const { items, nextCursor } = await first.json();
    expect(items).toEqual([
      {
        refId: "acme-003",
        source: "vove",
        name: null,
        episode: 1,
        status: "IN_PROGRESS",
        previousStatus: "NOT_STARTED",
        reason: null,
        statusSince: "2026-11-22T10:00:00.000Z",
        gap: false,
        conflict: false,
        gapSettled: false,
        conflictSettled: false,
        missingStatus: null,
        held: false,
        deliveryProblem: false,
        businessNotTold: false,
        assigned: false,
        assignee: null,
        followUp: null,
      },
    ]);
    const second = await (await get(`?status=IN_PROGRESS&limit=1&cursor=${nextCursor}`)).json();
    expect(second.items).toMatchObject([{ refId: "a/b c%é" }]);
    expect(second.nextCursor).toBeNull();
  });

  it("gives the one case of a refId, exactly", async () => {
    await storeCase("acme-002 ");
    const of = async (refId: string) =>
      (await (await get(`?refId=${encodeURIComponent(refId)}`)).json()).items.map(
        (line: { refId: string }) => line.refId,
      );
    expect(await of("acme-002 ")).toEqual(["acme-002 "]);
    expect(await of("acme-002")).toEqual(["acme-002"]);
    expect(await of("ACME-002")).toEqual([]);
  });

  it("is empty for a source without cases", async () => {
    await database().insert(sources).values({ slug: "vove-sandbox", name: "Sandbox", expectedTypes: [] });
    expect(await (await get("?source=vove-sandbox")).json()).toEqual({ items: [], nextCursor: null });
  });

  it.each(["?status=DONE", "?limit=0", "?limit=201", "?cursor=zzz"])("refuses %s with 400", async (query) => {
    const response = await get(query);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid", fields: expect.anything() } });
  });

  it("is 401 without a token", async () => {
    expect((await get("", {})).status).toBe(401);
  });
});
