import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CASE_STATUSES } from "#db/case-statuses";
import { database } from "#db/pool";
import { classify } from "./classify.ts";

const kyb = { refId: "acme-001", status: "REJECTED", previousStatus: "IN_REVIEW", reason: "DOCUMENT_MISMATCH" };
const read = (body: unknown) => classify(Buffer.from(typeof body === "string" ? body : JSON.stringify(body)));
const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("a KYB case's body", () => {
  it("is read field by field", () => {
    expect(read(kyb)).toEqual({
      type: "kyb.case.rejected",
      unrecognised: null,
      refId: "acme-001",
      status: "REJECTED",
      previousStatus: "IN_REVIEW",
      reason: "DOCUMENT_MISMATCH",
      parsed: JSON.stringify(kyb),
    });
  });

  it.each([
    ["NOT_STARTED", "kyb.case.created"],
    ["IN_PROGRESS", "kyb.case.in_progress"],
    ["IN_REVIEW", "kyb.case.in_review"],
    ["COMPLETED", "kyb.case.completed"],
    ["REJECTED", "kyb.case.rejected"],
  ])("has its type from the status %s", (status, type) => {
    expect(read({ ...kyb, status }).type).toBe(type);
  });

  it("may carry a byte order mark and unknown fields", () => {
    expect(read(`\ufeff${JSON.stringify(kyb)}`).type).toBe("kyb.case.rejected");
    expect(read({ ...kyb, caseId: "c1" }).type).toBe("kyb.case.rejected");
  });

  it("keeps a reason of any shape as text that can be stored", () => {
    const reason = (value: unknown) => read({ ...kyb, reason: value }).reason;
    expect(reason(undefined)).toBeNull();
    expect(reason(null)).toBeNull();
    expect(reason(["A", "B"])).toBe('["A","B"]');
    expect(reason("a\0b\ud800")).toBe("a\ufffdb\ufffd");
    expect(reason("x".repeat(5000))).toHaveLength(1000);
    expect(reason(`${"x".repeat(998)}😀😀`)).toBe(`${"x".repeat(998)}\ufffd…`);
  });

  it("takes the last of two equal keys, as jsonb does", () => {
    expect(read('{"refId":"a","refId":"b","status":"IN_REVIEW","previousStatus":"IN_PROGRESS"}').refId).toBe("b");
  });

  it("may have a refId of 512 characters, of any kind", () => {
    for (const refId of ["x".repeat(512), "😀".repeat(256), "a/b c%é"]) {
      expect(read({ ...kyb, refId })).toMatchObject({ type: "kyb.case.rejected", refId });
    }
  });
});

describe("another body is unrecognised, in words", () => {
  it.each<[string, string | object, RegExp]>([
    ["nothing", "", /empty/],
    ["no JSON", "status=COMPLETED", /not JSON/],
    ["an array", [kyb], /not an object/],
    ["null", "null", /not an object/],
    ["an identity event", { status: "successful", refId: "u", userId: "1" }, /"successful", is not a KYB/],
    ["an AML event", { status: "IN_REVIEW", refId: "u" }, /no previousStatus/],
    ["a previousStatus of null", { ...kyb, previousStatus: null }, /previousStatus, null, is not/],
    ["a previousStatus we do not know", { ...kyb, previousStatus: "PAUSED" }, /previousStatus, "PAUSED", is not/],
    ["no status", { refId: "u", previousStatus: "IN_REVIEW" }, /no status/],
    ["a status of another kind", { ...kyb, status: ["REJECTED"] }, /not a KYB/],
    ["no refId", { ...kyb, refId: undefined }, /no refId/],
    ["a refId of another kind", { ...kyb, refId: 7 }, /not a text/],
    ["an empty refId", { ...kyb, refId: "" }, /empty/],
    ["a refId of 513 characters", { ...kyb, refId: "x".repeat(513) }, /longer than 512/],
    ["a refId with NUL", { ...kyb, refId: "a\0" }, /cannot be stored/],
    ["a refId with half a character", JSON.stringify({ ...kyb, refId: "a\ud83d" }), /cannot be stored/],
    ["fields of the prototype", '{"__proto__":{"status":"REJECTED"}}', /no status/],
  ])("%s", (_, body, why) => {
    const classified = read(body);
    expect(classified).toMatchObject({ type: "unrecognised", status: null, previousStatus: null });
    expect(classified.unrecognised).toMatch(why);
  });

  it("bytes that are not UTF-8", () => {
    expect(classify(Buffer.from([0x7b, 0xff, 0x7d])).unrecognised).toMatch(/not UTF-8/);
  });

  it("keeps a refId that another product's event names", () => {
    expect(read({ status: "CLEARED", refId: "u-7" })).toMatchObject({ refId: "u-7", type: "unrecognised" });
  });
});

describe("parsed", () => {
  it.each<[string, string]>([
    ["NUL", '{"a":"\\u0000"}'],
    ["NUL in a key", '{"\\u0000":1}'],
    ["NUL behind an equal key", '{"a":"\\u0000","a":1}'],
    ["half a character", '{"a":"\\ud83d"}'],
    ["deep nesting", deep(129)],
    ["very deep nesting", deep(500_000)],
    ["a huge number", "1e400000"],
    ["a tiny number", "1e-20000"],
    ["a long number", "9".repeat(200_000)],
  ])("is absent where there is %s", (_, body) => {
    expect(read(body).parsed).toBeNull();
  });

  it("stands beside a KYB case's fields, or not, without changing them", () => {
    const body = `{"x":${deep(5000)},${JSON.stringify(kyb).slice(1)}`;
    expect(read(body)).toMatchObject({ type: "kyb.case.rejected", refId: "acme-001", parsed: null });
  });

  it.each([`"${"a".repeat(1_000_000)}"`, `"${"\\n".repeat(500_000)}"`, `"${"\\u00e9".repeat(150_000)}"`, "1e300"])(
    "survives a mebibyte, and PostgreSQL takes it (%#)",
    async (body) => {
      expect(read(body).parsed).toBe(body);
      await database().execute(sql`select ${body}::jsonb`);
    },
  );

  it("is always what jsonb takes and gives back the same", { timeout: 60_000 }, async () => {
    const text = fc.string({ unit: "binary" });
    const value = fc.oneof(
      fc.json({ stringUnit: "binary", maxDepth: 5 }),
      fc
        .array(
          fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "1", "-", "1e400000", '"\\u0000"', '"\\ud800"', "null"),
        )
        .map((tokens) => tokens.join("")),
      fc
        .tuple(text, text)
        .map(([key, item]) => `{${JSON.stringify(key)}:1,${JSON.stringify(key)}:${JSON.stringify(item)}}`),
      fc.integer({ min: 100, max: 140 }).map(deep),
      fc.tuple(fc.bigInt(), fc.integer({ min: -400, max: 400 })).map(([digits, exponent]) => `${digits}e${exponent}`),
    );
    await fc.assert(
      fc.asyncProperty(value, async (body) => {
        const { parsed } = read(body);
        if (parsed === null) return;
        const [row] = await database().execute<{ back: string }>(sql`select ${parsed}::jsonb::text as back`);
        expect(JSON.parse(String(row?.back))).toEqual(JSON.parse(parsed.replace(/-0(?![.\d])/g, "0")));
      }),
      { numRuns: 1500 },
    );
  });

  it("classifies any bytes without throwing, and text columns take what it says", { timeout: 60_000 }, async () => {
    const fields = fc.record(
      {
        refId: fc.oneof(fc.string({ unit: "binary", maxLength: 600 }), fc.anything()),
        status: fc.oneof(fc.constantFrom(...CASE_STATUSES), fc.string({ unit: "binary" }), fc.anything()),
        previousStatus: fc.oneof(fc.constantFrom(...CASE_STATUSES), fc.anything()),
        reason: fc.oneof(fc.string({ unit: "binary" }), fc.anything()),
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fields.map((value) => {
        try {
          return Buffer.from(JSON.stringify(value) ?? "");
        } catch {
          return Buffer.from("not JSON");
        }
      }),
    );
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => {
        const { refId, reason, unrecognised, parsed } = classify(bytes);
        await database().execute(sql`select ${refId}::text, ${reason}::text, ${unrecognised}::text, ${parsed}::jsonb`);
      }),
      { numRuns: 1500 },
    );
  });
});
