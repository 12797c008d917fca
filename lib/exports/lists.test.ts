import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { exports } from "#db/desk-schema";
import { database } from "#db/pool";
import { businesses } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { sentence } from "#lib/audit/sentence";
import type { CasesFilter } from "#lib/cases/board/filter";
import { flagCase } from "#lib/cases/flag-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { entryPages, exportAudit } from "./export-audit.ts";
import { casePages, exportCases } from "./export-cases.ts";
import { changePages, exportChanges } from "./export-changes.ts";
import { sealWords, unsealWords } from "./searched-words.ts";

const csv = { format: "csv" as const };

describeVerb(exportCases, {
  works: () => [{ ...csv, status: "REJECTED" as const }],
  refuses: {
    "too-many": async (actor) => {
      for (let n = 0; n < 4; n++) await exportCases(actor, csv);
      return [csv];
    },
  },
});

describeVerb(exportChanges, {
  works: () => [{ ...csv, kind: "ended" as const }],
  refuses: {
    "too-many": async (actor) => {
      for (let n = 0; n < 4; n++) await exportCases(actor, csv);
      return [csv];
    },
  },
});

describeVerb(exportAudit, {
  works: () => [{ ...csv, action: "case.flagged" }],
  refuses: {
    "too-many": async (actor) => {
      for (let n = 0; n < 4; n++) await exportCases(actor, csv);
      return [csv];
    },
  },
});

async function taken<Row>(pages: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

describe("exportCases", () => {
  it("keeps the filter and not the words that were searched, nowhere", async () => {
    const ada = await personOf("analyst", "Ada");
    const exportId = await exportCases(ada, { ...csv, status: "REJECTED", q: "Harbour" });
    const [row] = await database().select().from(exports).where(eq(exports.id, exportId));
    const entries = await entriesAbout(String(exportId));
    expect(row).toMatchObject({ kind: "cases", selection: "status=REJECTED" });
    expect(entries.map((entry) => sentence(entry))).toEqual([
      "Ada exported a list of cases that a search found as CSV",
    ]);
    expect(JSON.stringify([row, entries])).not.toContain("Harbour");
  });

  it("has the words that were searched in its address, for itself alone", () => {
    const sealed = sealWords(7, "Harbour & Söhne");
    expect(sealed).not.toContain("Harbour");
    expect(unsealWords(7, sealed)).toBe("Harbour & Söhne");
    expect(unsealWords(70, sealed)).toBeUndefined();
    expect(unsealWords(7, "Harbour")).toBeUndefined();
    expect(unsealWords(7, `${sealed.slice(0, -2)}xx`)).toBeUndefined();
  });
});

describe("casePages", () => {
  it("has every case of the filter once, in its order, however many pages they are", async () => {
    const ada = await personOf("analyst");
    for (let n = 0; n < 1100; n += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          storeCase(`list-${String(n + i).padStart(4, "0")}`, { status: "IN_REVIEW", at: new Date(1_700_000_000_000) }),
        ),
      );
    await database().insert(businesses).values({ source: "vove", refId: "list-0007", name: "Harbour" });
    const refIds = async (filter: CasesFilter) => (await taken(casePages(ada, filter))).map(({ refId }) => refId);
    const all = await refIds({ sort: "ref" });
    expect(all).toHaveLength(1100);
    expect(all).toEqual([...new Set(all)].sort());
    expect(await refIds({ q: "harb" })).toEqual(["list-0007"]);
    expect(await refIds({ status: "COMPLETED" })).toEqual([]);
  });

  it("is not for viewers", async () => {
    await expect(casePages(await personOf("viewer"), {}).next()).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("entryPages", () => {
  it("has the entries of the filter with what people wrote, the newest first", async () => {
    const ada = await personOf("analyst", "Ada");
    for (const refId of ["entry-1", "entry-2"]) {
      await storeCase(refId);
      await flagCase(ada, { source: "vove", refId, reason: `Because of ${refId}` });
    }
    const found = await taken(entryPages(ada, { actor: `user:${ada.id}` }));
    expect(found.map(({ subjectId }) => subjectId)).toEqual(["vove/entry-2", "vove/entry-1"]);
    expect(found[0]?.words.reason).toMatchObject({ text: "Because of entry-2" });
    expect(await taken(entryPages(ada, { actor: `user:${ada.id}`, to: "2020-01-01T00:00:00Z" }))).toEqual([]);
  });

  it("holds the entry of the export itself", async () => {
    const ada = await personOf("analyst", "Ada");
    const exportId = await exportAudit(ada, { ...csv, actor: `user:${ada.id}` });
    const [first] = await taken(entryPages(ada, { actor: `user:${ada.id}` }));
    expect(first).toMatchObject({ action: "audit.exported", detail: { exportId, format: "csv" } });
    expect(first && sentence(first)).toBe("Ada exported entries of the audit log as CSV");
  });
});

describe("changePages", () => {
  it("has every change of the filter, however many pages they are", async () => {
    const at = new Date(Date.UTC(2026, 5, 1));
    await Promise.all(Array.from({ length: 501 }, (_, n) => storeCase(`moved-${n}`, { status: "IN_PROGRESS", at })));
    const span = { from: at.toISOString(), to: new Date(at.getTime() + 1).toISOString() };
    const found = await taken(changePages(await personOf("analyst"), { ...span, kind: "opened" }));
    expect(new Set(found.map(({ refId }) => refId)).size).toBe(501);
    expect(found).toHaveLength(501);
  });

  it("is not for viewers", async () => {
    await expect(changePages(await personOf("viewer"), {}).next()).rejects.toMatchObject({ code: "not-allowed" });
  });
});
