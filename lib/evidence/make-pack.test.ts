import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditCheckpoints, auditKeys } from "#db/audit-schema";
import { database } from "#db/pool";
import { auditEntries } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import { storeCase } from "#lib/cases/testing/stored-case";
import { BUSINESS, storeFullCase } from "#lib/evidence/testing/full-case";
import { packOf, unpacked } from "#lib/evidence/testing/read-pack";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { exportCase } from "./export-case.ts";

await storeCase("other");

describeVerb(exportCase, {
  works: () => [{ source: "vove", refId: "other", reason: "The auditor asked" }],
  refuses: {
    "not-found": () => [{ source: "vove", refId: "nowhere", reason: "The auditor asked" }],
    "too-many": async (actor) => {
      const input = { source: "vove", refId: "other", reason: "The auditor asked" };
      for (let n = 0; n < 4; n++) await exportCase(actor, input);
      return [input];
    },
  },
});

const { ada } = await storeFullCase("acme");
const files = await unpacked(await packOf(ada, "acme"));
const json = (path: string) => JSON.parse(files.get(path)?.toString("utf8") ?? "null");

describe("an evidence pack", () => {
  it("holds a file of each kind, and lists all in its manifest", () => {
    const folders = [...files.keys()].filter((path) => path.startsWith("receipts/"));
    expect(folders).toHaveLength(2 * 5);
    const checkpoints = [...files.keys()].filter((path) => path.startsWith("checkpoints/"));
    expect(checkpoints).toHaveLength(1);
    expect([...files.keys()].filter((path) => !path.includes("/")).sort()).toEqual([
      ...["case.json", "deliveries.json", "delivery-attempts.json", "effects.json", "exports.json", "follow-ups.json"],
      ...["honest-scope.html", "legal-holds.json", "letters.json", "manifest.json", "manifest.sig", "messages.json"],
      ...["notes.json", "public-key.txt", "report.html", "report.pdf", "runs.json", "settlements.json"],
      ...["timeline.json", "verify.mjs"],
    ]);
    const listed = json("manifest.json").files.map(({ path }: { path: string }) => path);
    expect(new Set([...listed, "manifest.json", "manifest.sig"])).toEqual(new Set(files.keys()));
  });

  it("says what the database holds of the case", () => {
    expect(json("case.json")).toMatchObject({
      ...{ refId: "acme", status: "REJECTED", assignee: "Ada", receipts: { receipts: 5, bodies: 5, messages: 3 } },
      business: { name: BUSINESS, contactEmail: "ada@acme.example" },
    });
    expect(json("messages.json")).toMatchObject([{ status: "IN_PROGRESS" }, { status: "IN_REVIEW" }, { receipts: 3 }]);
    expect(json("receipts/000005/receipt.json")).toMatchObject({ outcome: "duplicate", remoteAddress: "203.0.113.7" });
    expect(files.get("receipts/000005/body.bin")?.toString()).toContain('"REJECTED"');
    expect(json("notes.json")).toMatchObject([{ author: "Ada", body: "They call back" }]);
    expect(json("follow-ups.json")).toMatchObject([{ reason: "Silent for\u202e a week", outcome: "Came back" }]);
    expect(json("legal-holds.json")).toMatchObject([{ reason: "A court asked", releaseReason: "Over" }]);
    expect(json("settlements.json")).toMatchObject([{ kind: "gap", settledBy: "Ada" }]);
    expect(json("letters.json")).toMatchObject([{ text: "Dear Юлия, it was rejected." }]);
    expect(json("deliveries.json")).toMatchObject([{ body: '{"told":true}', type: "account.enabled" }]);
    expect(json("delivery-attempts.json")).toMatchObject([{ state: "failed" }, { status: 200 }]);
    expect(json("exports.json")).toMatchObject([{ kind: "evidence", reason: "The auditor asked", requestedBy: "Ada" }]);
    expect(json("runs.json").length).toBeGreaterThan(3);
    expect(json("effects.json")).toMatchObject([{ handler: "notify-customer", state: "done" }]);
  });

  it("tells what happened in the order of our clock, with the sender's beside", () => {
    const moments = json("timeline.json") as { at: string; kind: string; senderAt: string | null }[];
    expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).sort());
    expect(new Set(moments.map(({ kind }) => kind))).toEqual(
      new Set([
        ...["message", "action", "effect", "delivery", "note", "follow-up-raised", "follow-up-resolved"],
        ...["settlement", "hold", "release", "act"],
      ]),
    );
    expect(moments.find(({ kind }) => kind === "message")?.senderAt).toMatch(/Z$/);
  });

  it("has the entries of the case with its own export as the last, and a checkpoint of just that one", async () => {
    const lines = (files.get("audit/entries.jsonl")?.toString() ?? "").split("\n").slice(0, -1);
    const entries = lines.map((line) => JSON.parse(JSON.parse(line).line) as { id: number; action: string });
    expect(entries.map(({ action }) => action)).toEqual([
      ...["business.put", "case.flagged", "case.noted", "case.assigned", "follow-up.resolved", "case.held"],
      ...["case.released", "case.exported"],
    ]);
    const [checkpoint] = await database()
      .select()
      .from(auditCheckpoints)
      .where(eq(auditCheckpoints.size, entries.at(-1)?.id ?? 0));
    expect(files.get(`checkpoints/${checkpoint?.size}.txt`)?.toString()).toBe(checkpoint?.note);
    const [key] = await database().select().from(auditKeys);
    expect(files.get("public-key.txt")?.toString()).toBe(`${key?.verifierKey}\n`);
  });

  it("has a report that names hidden characters, and runs and loads nothing", () => {
    const report = files.get("report.html")?.toString() ?? "";
    expect(report).toContain("شركة الميناء Юлия 中文 &lt;b&gt;&amp;");
    expect(report).toContain("Silent for⟨U+202E⟩ a week");
    expect(report).not.toMatch(/<script|src=|href=|url\(/);
    expect(files.get("report.pdf")?.subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("says who exported it, when, why and by which entry", async () => {
    const { export: said } = json("manifest.json");
    expect(said).toMatchObject({ by: "Ada", reason: "The auditor asked", at: expect.stringMatching(/Z$/) });
    const [entry] = await database().select().from(auditEntries).where(eq(auditEntries.id, said.entry));
    expect(entry).toMatchObject({ action: "case.exported", actorLabel: "Ada" });
  });

  it("says of a case whose bytes were removed that they were", async () => {
    const grace = await personOf("admin", "Grace");
    await storeCase("emptied");
    await database().execute("update events set body = '', removed_at = now() where ref_id = 'emptied'");
    const emptied = await unpacked(await packOf(grace, "emptied"));
    expect(emptied.get("report.html")?.toString()).toContain("Messages whose bytes were removed: 1.");
    expect(JSON.parse(emptied.get("messages.json")?.toString() ?? "")).toMatchObject([
      { removedAt: expect.any(String), receipts: 0 },
    ]);
  });
});
