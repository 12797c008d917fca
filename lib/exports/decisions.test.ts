import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { exports } from "#db/desk-schema";
import { database } from "#db/pool";
import { effects } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { sentence } from "#lib/audit/sentence";
import { assignCase } from "#lib/cases/assign-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { cancelExport } from "./cancel-export.ts";
import { type Decision, type DecisionsFilter, decisionPages } from "./decisions.ts";
import { exportDecisions } from "./export-decisions.ts";
import { listExports } from "./list-exports.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));

async function four(actor: Parameters<typeof exportDecisions>[0]) {
  for (let n = 0; n < 4; n++) await exportDecisions(actor, { format: "csv" });
}

describeVerb(exportDecisions, {
  works: () => [{ format: "csv" as const, from: at(0).toISOString() }],
  refuses: {
    "too-many": async (actor) => {
      await four(actor);
      return [{ format: "csv" as const }];
    },
  },
});

describeVerb(cancelExport, {
  works: async (actor) => [{ exportId: await exportDecisions(actor, { format: "csv" }) }],
  refuses: {
    "not-found": {
      "refuses an export that there is not": () => [{ exportId: 999_999 }],
      "refuses another's": async () => [
        { exportId: await exportDecisions(await personOf("analyst"), { format: "csv" }) },
      ],
    },
    "wrong-state": async (actor) => {
      const exportId = await exportDecisions(actor, { format: "csv" });
      await cancelExport(actor, { exportId });
      return [{ exportId }];
    },
  },
});

async function decided(filter: DecisionsFilter): Promise<Decision[]> {
  const found: Decision[] = [];
  for await (const page of decisionPages(await personOf("analyst"), filter)) found.push(...page);
  return found;
}

describe("exportDecisions", () => {
  it("keeps what was asked, with the end of the period where none was given, and says so in the log", async () => {
    const ada = await personOf("analyst", "Ada");
    const before = Date.now();
    const exportId = await exportDecisions(ada, { format: "jsonl", status: "REJECTED", from: at(1).toISOString() });
    const [row] = await database().select().from(exports).where(eq(exports.id, exportId));
    const query = new URLSearchParams(row?.selection);
    expect(row).toMatchObject({ kind: "decisions", format: "jsonl", requestedBy: "Ada", state: "running", bytes: 0 });
    expect(query.get("from")).toBe(at(1).toISOString());
    expect(query.get("status")).toBe("REJECTED");
    expect(Date.parse(query.get("to") ?? "")).toBeGreaterThanOrEqual(before);
    const [entry] = await entriesAbout(String(exportId));
    expect(entry && sentence(entry)).toBe(
      `Ada exported the decisions from ${at(1).toISOString()} to ${query.get("to")} as JSON Lines`,
    );
  });
});

describe("listExports", () => {
  it("shows a person their own, and an admin everybody's, page by page", async () => {
    const ada = await personOf("analyst");
    const admin = await personOf("admin");
    const mine = await exportDecisions(ada, { format: "csv" });
    const theirs = await exportDecisions(admin, { format: "csv" });
    expect((await listExports(ada)).items.map(({ id }) => id)).toEqual([mine]);
    const all = await listExports(admin);
    expect(all.items.slice(0, 2).map(({ id }) => id)).toEqual([theirs, mine]);
    expect((await listExports(admin, { before: mine + 1 })).items[0]?.id).toBe(mine);
  });
});

describe("decisionPages", () => {
  it("has each onboarding that ended in the period, in the order in which they were decided", async () => {
    const [first, second] = ["decided-1", "decided-2"];
    await storeCase(
      first,
      { status: "IN_PROGRESS", at: at(1) },
      { status: "REJECTED", at: at(5), previous: "IN_PROGRESS" },
      { status: "IN_PROGRESS", at: at(6), previous: "NOT_STARTED" },
      { status: "COMPLETED", at: at(9) },
    );
    await storeCase(second, { status: "COMPLETED", at: at(7) });
    await storeCase("open", { status: "IN_REVIEW", at: at(7) });
    const inOrder = (found: Decision[]) => found.map(({ refId, onboarding, status }) => [refId, onboarding, status]);
    const all = await decided({});
    expect(inOrder(all)).toEqual([
      [first, 1, "REJECTED"],
      [second, 1, "COMPLETED"],
      [first, 2, "COMPLETED"],
    ]);
    expect(all.map(({ latest }) => latest)).toEqual([false, true, true]);
    const period = { from: at(5).toISOString(), to: at(9).toISOString() };
    expect(inOrder(await decided(period))).toEqual(inOrder(all).slice(0, 2));
    expect(inOrder(await decided({ ...period, status: "REJECTED" }))).toEqual(inOrder(all).slice(0, 1));
    expect(await decided({ source: "elsewhere" })).toEqual([]);
    expect(all[1]).toMatchObject({ decidedAt: at(7), clock: "message-id", secretFingerprint: "abcdef012345" });
  });

  it("says when and by what the account was enabled, what became of the letter, and who has the case", async () => {
    const ada = await personOf("analyst", "Ada");
    const refId = "followed";
    const { statusEventId } = await storeCase(refId, { status: "COMPLETED", at: at(20) });
    await assignCase(ada, { source: "vove", refId, assigneeId: ada.id });
    const effect = { source: "vove", refId, episode: 1, eventId: statusEventId, runId: 1 };
    await database()
      .insert(effects)
      .values([
        { ...effect, key: `case/${refId}/1/enable-account`, handler: "enable-account", state: "done", at: at(21) },
        {
          ...effect,
          key: `case/${refId}/1/notify-customer`,
          handler: "notify-customer",
          state: "not-sent",
          at: at(22),
        },
        { ...effect, episode: 2, key: `case/${refId}/2/enable-account`, handler: "enable-account", state: "done" },
      ]);
    const [found] = await decided({ from: at(20).toISOString() });
    expect(found).toMatchObject({
      ...{ refId, accountEnabledAt: at(21), accountEnabledBy: "enable-account", accountEnabledFor: found?.messageId },
      ...{ letterState: "not-sent", letterAt: at(22), assignee: "Ada", gap: false, conflict: false, held: false },
    });
  });

  it("reads page by page, none twice, also where all were decided in the same moment", async () => {
    const count = 1203;
    for (let n = 0; n < count; n += 100)
      await Promise.all(
        Array.from({ length: Math.min(100, count - n) }, (_, i) =>
          storeCase(`many-${n + i}`, { status: "COMPLETED", at: at(40) }),
        ),
      );
    const pages: number[] = [];
    const seen = new Set<string>();
    for await (const page of decisionPages(await personOf("analyst"), { from: at(40).toISOString() })) {
      pages.push(page.length);
      for (const { refId } of page) seen.add(refId);
    }
    expect(pages).toEqual([500, 500, 203]);
    expect(seen.size).toBe(count);
  });

  it("is not for viewers", async () => {
    const pages = decisionPages(await personOf("viewer"), {});
    await expect(pages.next()).rejects.toMatchObject({ code: "not-allowed" });
  });
});
