import { desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { exports } from "#db/desk-schema";
import { database } from "#db/pool";
import { auditEntries, businesses } from "#db/schema";
import { bearer } from "#lib/access/testing/bearer";
import { storeCase } from "#lib/cases/testing/stored-case";
import { GET } from "./route.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
const analyst = await bearer("analyst");

const get = (query = "", headers: Record<string, string> = analyst) =>
  GET(new Request(`http://localhost/api/v1/exports/decisions${query}`, { headers }), { params: Promise.resolve({}) });

await storeCase(
  "acme-1",
  { status: "IN_PROGRESS", at: at(1) },
  { status: "REJECTED", at: at(2), previous: "IN_PROGRESS" },
);
await database().insert(businesses).values({ source: "vove", refId: "acme-1", name: '=SUM("Ünï", 1)' });

describe("GET /api/v1/exports/decisions", () => {
  it("is a CSV file with the words of the pages and the codes beside", async () => {
    const answer = await get("?from=2026-01-01&to=2026-01-02");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^text\/csv; charset=utf-8/);
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="casewire-decisions-\d{4}-\d\d-\d\d-\d+\.csv"$/,
    );
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [heading, line, ...rest] = bytes.subarray(3).toString("utf8").split("\r\n");
    expect(heading).toMatch(/^Source,Case,Business,Onboarding,Latest onboarding,Decision,Status code,/);
    expect(line).toMatch(
      /^vove,acme-1,"'=SUM\(""Ünï"", 1\)",1,yes,Rejected,REJECTED,IN_PROGRESS,,,2026-01-01T02:00:00.000Z,Read from the message id,message-id,2026-01-01T02:00:00.000Z,msg_/,
    );
    expect(rest).toEqual([""]);
  });

  it("is JSON Lines where it is asked for", async () => {
    const answer = await get("?format=jsonl&status=REJECTED");
    expect(answer.headers.get("content-type")).toMatch(/^application\/jsonl/);
    expect(JSON.parse(await answer.text())).toMatchObject({
      ...{ refId: "acme-1", name: '=SUM("Ünï", 1)', decision: "Rejected", status: "REJECTED", gap: false },
      ...{ decidedAt: "2026-01-01T02:00:00.000Z", secret: "abcdef012345", accountEnabledAt: null },
    });
  });

  it("leaves a row of the export and its entry", async () => {
    await (await get("?format=jsonl&to=2026-01-02")).text();
    const [row] = await database().select().from(exports).orderBy(desc(exports.id)).limit(1);
    expect(row).toMatchObject({ state: "finished", rows: 1, kind: "decisions" });
    expect(row?.bytes).toBeGreaterThan(100);
    const [entry] = await database()
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, "decisions.exported"))
      .orderBy(desc(auditEntries.id))
      .limit(1);
    expect(entry).toMatchObject({ subjectKind: "export", subjectId: String(row?.id), actorKind: "token" });
  });

  it.each([
    ["?format=xlsx", "format"],
    ["?from=yesterday", "from"],
    ["?status=IN_REVIEW", "status"],
    ["?limit=5", "limit"],
  ])("refuses %s by name", async (query, field) => {
    const answer = await get(query);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "invalid", fields: { [field]: expect.any(String) } } });
  });

  it("is not for viewers, nor for nobody", async () => {
    expect((await get("", await bearer("viewer"))).status).toBe(403);
    expect((await get("", {})).status).toBe(401);
  });
});
