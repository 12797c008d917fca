import { Readable } from "node:stream";
import { asc } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { auditEntries, businesses } from "#db/schema";
import { importBusinesses } from "./import-businesses.ts";

type Given = string | Buffer;
type Options = { source?: string; encoding?: string; dryRun?: boolean; chunk?: number };

async function imported(csv: Given, { source = "vove", chunk = 7, ...options }: Options = {}) {
  const bytes = Buffer.from(csv as string);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, n) =>
    bytes.subarray(n * chunk, (n + 1) * chunk),
  );
  const badLines: string[] = [];
  const onBadLine = (line: number, why: string) => badLines.push(`${line}: ${why}`);
  const counts = await importBusinesses({ open: () => Readable.from(chunks), source, onBadLine, ...options });
  return { ...counts, badLines };
}
const all = () =>
  database()
    .select({ refId: businesses.refId, name: businesses.name, contactEmail: businesses.contactEmail })
    .from(businesses)
    .orderBy(asc(businesses.refId));

afterEach(() => database().delete(businesses));

describe("importBusinesses", () => {
  it("writes the good lines, tells each bad one by its number, and does nothing the second time", async () => {
    const csv = [
      "\uFEFFrefId,name,contactEmail",
      "a-1,Acme,ann@example.com",
      'b-2,"Two, Ltd",',
      "",
      ",nobody,x@example.com",
      "c-3,C,not an address",
      "d-4,too,many@example.com,cells",
      'e-5,"quo"te,e@example.com',
      "f-6,Last,f@example.com",
    ].join("\r\n");
    const first = await imported(csv);
    expect(first).toMatchObject({ changed: 3, unchanged: 0, bad: 4 });
    expect(first.badLines.map((line) => line.split(":")[0])).toEqual(["5", "6", "7", "8"]);
    expect(first.badLines[1]).toContain("contactEmail: must be an e-mail address");
    expect(await all()).toEqual([
      { refId: "a-1", name: "Acme", contactEmail: "ann@example.com" },
      { refId: "b-2", name: "Two, Ltd", contactEmail: null },
      { refId: "f-6", name: "Last", contactEmail: "f@example.com" },
    ]);
    expect(await imported(csv)).toMatchObject({ changed: 0, unchanged: 3, bad: 4 });
    expect(await database().select().from(auditEntries)).toHaveLength(3);
    expect(await imported("refId,name\na-1,Acme Ltd\nb-2,\n")).toMatchObject({ changed: 1, unchanged: 1 });
    expect((await all())[0]).toEqual({ refId: "a-1", name: "Acme Ltd", contactEmail: "ann@example.com" });
  });

  it("says what it would do and writes nothing in a dry run", async () => {
    await imported("refId,name\na,A\n");
    expect(await imported("refId,name\na,A\nb,B\nc,\n,x\n", { dryRun: true })).toMatchObject({
      changed: 2,
      unchanged: 1,
      bad: 1,
    });
    expect((await all()).map(({ refId }) => refId)).toEqual(["a"]);
  });

  it.each([
    ["semicolons", "refId;name;contactEmail\r\ns;Ünal, Söhne;u@example.com\r\n"],
    ["tabs", "refId\tname\tcontactEmail\ns\tÜnal, Söhne\tu@example.com"],
    ["other capitals, spaces and order", 'Contact E-Mail,REF_ID,Name\nu@example.com,s,"Ünal, Söhne"\n'],
    ["other columns", 'refId,Country,name,contactEmail,phone\ns,DE,"Ünal, Söhne",u@example.com,49\n'],
    [
      "empty columns and lines without a word",
      'refId,name,contactEmail,,\r\n,,,,\r\ns,"Ünal, Söhne",u@example.com,,\r\n,,,,\r\n',
    ],
    ["more empty cells than columns", 'refId,name,contactEmail\ns,"Ünal, Söhne",u@example.com,,,\n'],
    ["a mark of UTF-8", '\uFEFFrefId,name,contactEmail\ns,"Ünal, Söhne",u@example.com'],
  ])("reads a file with %s", async (_, csv) => {
    expect(await imported(csv)).toMatchObject({ changed: 1, bad: 0 });
    expect(await all()).toEqual([{ refId: "s", name: "Ünal, Söhne", contactEmail: "u@example.com" }]);
  });

  it("names the columns that it leaves alone", async () => {
    expect((await imported("refId,Country,name,,phone\ns,DE,S,,49\n")).columnsLeft).toEqual(["Country", "phone"]);
  });

  it("takes a refId as it stands, white space and all", async () => {
    await imported('refId,name\n harbour ,A\nharbour,B\n"har""bour",C\n');
    expect((await all()).map(({ refId }) => refId).sort()).toEqual([" harbour ", 'har"bour', "harbour"]);
  });

  it("writes none of the lines that name one refId", async () => {
    const read = await imported("refId,name\na,A\nb,B\nA,other\na,A again\nc,C\na,and again\n");
    expect(read).toMatchObject({ changed: 3, bad: 3 });
    expect(read.badLines).toEqual(
      [2, 5, 7].map((line) => `${line}: refId "a" stands on lines 2, 5, 7: none of them is written`),
    );
    expect((await all()).map(({ refId }) => refId).sort()).toEqual(["A", "b", "c"]);
  });

  it("counts lines as an editor does, whatever stands in a name", async () => {
    const read = await imported("refId,name\n,\nu-1,One\u2028Two\u0085Three\nu-2,Two\u2029\vThree\r\nu-3,\ufffd\n");
    expect(read.badLines).toEqual([
      "3: name: must be one line of plain text",
      "4: name: must be one line of plain text",
      "5: name: holds \ufffd, which stands for a character that was lost on the way",
    ]);
  });

  it("tells of a quote that is not closed by its own line", async () => {
    const read = await imported('refId,name\na,"A\nb,B\n');
    expect(read).toMatchObject({ changed: 1, bad: 1, badLines: [expect.stringMatching(/^2: a quote is not closed/)] });
  });

  it.each([
    ["", /it is empty/],
    ["name,contactEmail\nAcme,ann@example.com", /refId/],
    ["refId,e-mail\na-9,ann@example.com", /refId,e-mail/],
    ["refId,Ref ID,name\na,b,c", /refId twice/],
    ["refId,name\ra,A\rb,B\r", /CR alone/],
    [`refId,name\n${"x".repeat(70_000)}`, /Line 2 is longer than 65536 bytes/],
  ])("refuses a file whose first line it does not understand, or which is no list: %#", async (csv, why) => {
    await expect(imported(csv, { chunk: 4096 })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(why),
    });
    expect(await all()).toEqual([]);
  });

  it("refuses a source it does not know", async () => {
    await expect(imported("refId,name\nx,X", { source: "none" })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the encoding of an imported file", () => {
  const text = "refId,name\nplain,Acme\nü-1,Müller & Söhne\n";
  const utf16le = Buffer.from(`\ufeff${text}`, "utf16le");
  const utf16be = Buffer.from(utf16le).swap16();
  const latin1 = Buffer.from(text, "latin1");

  it.each([
    ["UTF-16LE with its mark", utf16le, undefined],
    ["UTF-16BE with its mark", utf16be, undefined],
    ["UTF-16LE without, when named", utf16le.subarray(2), "utf-16le"],
    ["Windows-1252, when named", latin1, "windows-1252"],
  ])("is read: %s", async (_, csv, encoding) => {
    for (const chunk of [1, 2, 3, 64]) {
      await imported(csv, { chunk, ...(encoding ? { encoding } : {}) });
      expect((await all()).map(({ refId, name }) => [refId, name])).toEqual([
        ["plain", "Acme"],
        ["ü-1", "Müller & Söhne"],
      ]);
    }
  });

  it.each([
    ["Windows-1252", latin1, undefined, /^Line 3 is not UTF-8\. .*--encoding windows-1252$/],
    ["UTF-16 without its mark", utf16le.subarray(2), undefined, /^Line 1 holds NUL, .*--encoding utf-16le$/],
    ["a cut character at the end", Buffer.from(`${text}z,é`).subarray(0, -1), undefined, /^Line 4 is not UTF-8/],
    ["half of a pair of UTF-16", Buffer.from("refId,name\na,\ud83d\n", "utf16le"), "utf-16le", /not utf-16le/],
    ["an encoding there is none of", latin1, "latin-42", /no encoding latin-42/],
  ])("is told where it is another, and nothing is written: %s", async (_, csv, encoding, why) => {
    const read = imported(csv, encoding ? { encoding } : {});
    await expect(read).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(why) });
    expect(await all()).toEqual([]);
  });

  it("never lets a character become another", async () => {
    const names = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
      .map((name) => name.replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffd"]/gu, "").trim());
    const encodings = fc.constantFrom("utf8" as const, "utf16le" as const);
    await fc.assert(
      fc.asyncProperty(
        names.filter((name) => name !== "" && name.length <= 300),
        encodings,
        fc.integer({ min: 1, max: 9 }),
        async (name, encoding, chunk) => {
          await imported(Buffer.from(`\ufeffrefId,name\np,"${name}"\n`, encoding), { chunk });
          expect((await all()).map((row) => row.name)).toEqual([name]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
