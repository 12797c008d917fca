import { desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { exports } from "#db/desk-schema";
import { database } from "#db/pool";
import { dataReads } from "#db/read-schema";
import { auditEntries } from "#db/schema";
import { eventually } from "#db/testing/eventually";
import { bearer } from "#lib/access/testing/bearer";
import { personOf } from "#lib/access/testing/people";
import { flushReads } from "#lib/audit/record-read";
import { noteCase } from "#lib/cases/note-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { unpacked } from "#lib/evidence/testing/read-pack";
import { GET } from "./route.ts";

const analyst = await bearer("analyst");
await storeCase("acme");
await storeCase("a/b");

function get(refId: string, query: string, { headers = analyst, signal = new AbortController().signal } = {}) {
  const url = `http://localhost/api/v1/cases/${encodeURIComponent(refId)}/evidence${query}`;
  return GET(new Request(url, { headers, signal }), { params: Promise.resolve({ refId }) });
}

async function lastRow() {
  const [row] = await database().select().from(exports).orderBy(desc(exports.id)).limit(1);
  if (!row) throw new Error("There is no export.");
  return row;
}

describe("GET /api/v1/cases/{refId}/evidence", () => {
  it("is the evidence pack of the case, which leaves a row, an entry and a read", async () => {
    const answer = await get("acme", "?reason=The+auditor+asked");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/zip");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="evidence-acme-\d+\.zip"$/);
    const [entry] = await database().select().from(auditEntries).where(eq(auditEntries.action, "case.exported"));
    expect(entry).toMatchObject({ subjectId: "vove/acme", actorKind: "token" });
    const zip = Buffer.from(await answer.arrayBuffer());
    const files = await unpacked(zip);
    expect(JSON.parse(files.get("case.json")?.toString() ?? "")).toMatchObject({ refId: "acme" });
    expect(await lastRow()).toMatchObject({
      ...{ kind: "evidence", format: "zip", source: "vove", refId: "acme", reason: "The auditor asked" },
      ...{ state: "finished", bytes: zip.length, rows: files.size },
    });
    await flushReads();
    const reads = await database().select().from(dataReads).where(eq(dataReads.what, "evidence"));
    expect(reads).toMatchObject([{ actorKind: "token", refId: "acme" }]);
  });

  it("ends as cancelled when the reader leaves", async () => {
    const ada = await personOf("analyst", "Ada");
    // More than is made ahead of a reader, and not to be compressed.
    const body = Array.from({ length: 9000 }, () => Math.random().toString(36)[5]).join("");
    for (let n = 0; n < 60; n++) await noteCase(ada, { source: "vove", refId: "acme", body });
    const left = new AbortController();
    const answer = await get("acme", "?reason=x", { signal: left.signal });
    const reader = answer.body?.getReader();
    await reader?.read();
    left.abort();
    await eventually(async () => expect(await lastRow()).toMatchObject({ state: "cancelled" }));
    const other = await get("acme", "?reason=x");
    await other.body?.cancel();
    expect(await lastRow()).toMatchObject({ state: "cancelled" });
  });

  it("takes the refId that a path cannot carry as a parameter", async () => {
    expect((await get("by-ref", "?refId=a%2Fb&reason=x")).status).toBe(200);
  });

  it.each([
    ["acme", "", 400],
    ["acme", "?reason=", 400],
    ["acme", "?reason=x&limit=3", 400],
    ["nowhere", "?reason=x", 404],
    ["acme", "?reason=x&source=nowhere", 404],
  ])("answers %s%s with %i", async (refId, query, status) => {
    expect((await get(refId, query)).status).toBe(status);
  });

  it("is not for viewers, nor for nobody", async () => {
    expect((await get("acme", "?reason=x", { headers: await bearer("viewer") })).status).toBe(403);
    expect((await get("acme", "?reason=x", { headers: {} as typeof analyst })).status).toBe(401);
  });
});
