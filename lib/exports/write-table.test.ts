import { describe, expect, it } from "vitest";
import { type Cell, type Column, writeTable } from "./write-table.ts";

const COLUMNS: Column<Cell[]>[] = [
  { key: "name", title: "Name, whole", of: ([name]) => name },
  { key: "value", title: "Value", of: ([, value]) => value },
];

async function written(format: "csv" | "jsonl", ...pages: Cell[][][]): Promise<string> {
  const progress = { rows: 0, bytes: 0 };
  const chunks: Uint8Array[] = [];
  const table = {
    columns: COLUMNS,
    pages: (async function* () {
      yield* pages;
    })(),
  };
  for await (const chunk of writeTable(format, table, progress)) chunks.push(chunk);
  expect(progress.rows).toBe(pages.flat().length);
  return Buffer.concat(chunks).toString("utf8");
}

/** The one line of a table of one row, without its line end. */
async function line(...row: Cell[]): Promise<string> {
  const text = await written("csv", [row]);
  return text.slice(text.indexOf("\r\n") + 2, -2);
}

describe("CSV", () => {
  it("begins with a byte order mark and its headings, and ends each line with CR LF", async () => {
    expect(await written("csv", [["Ada", 1]], [["Bo", 2]])).toBe('\uFEFF"Name, whole",Value\r\nAda,1\r\nBo,2\r\n');
  });

  it("has its headings where there is no row", async () => {
    expect(await written("csv")).toBe('\uFEFF"Name, whole",Value\r\n');
    expect(await written("csv", [])).toBe('\uFEFF"Name, whole",Value\r\n');
  });

  it.each([
    ['say "hi"', '"say ""hi"""'],
    ["a,b", '"a,b"'],
    ["two\nlines", '"two\nlines"'],
    ["two\rlines", '"two\rlines"'],
    ["two\r\nlines", '"two\r\nlines"'],
    [" as it is ", " as it is "],
    ["Ünïcödé 株式会社 العربية 🚀", "Ünïcödé 株式会社 العربية 🚀"],
    ["semi;colon", "semi;colon"],
  ])("writes %j as %j", async (text, cell) => expect(await line(text, "x")).toBe(`${cell},x`));

  it.each([
    ["=1+1", "'=1+1"],
    ["+49 30 1", "'+49 30 1"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", '"\'\r=1"'],
    ["\n=1", '"\'\n=1"'],
    ["＝1", "'＝1"],
    ["＋1", "'＋1"],
    ["－1", "'－1"],
    ["＠x", "'＠x"],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ["a=1", "a=1"],
  ])("leaves no formula in %j", async (text, cell) => expect(await line(text, "x")).toBe(`${cell},x`));

  it("writes what is no text", async () => {
    expect(await line(true, false)).toBe("yes,no");
    expect(await line(null, undefined)).toBe(",");
    expect(await line(new Date("2026-11-22T10:00:00.123Z"), 0)).toBe("2026-11-22T10:00:00.123Z,0");
  });
});

describe("JSON Lines", () => {
  it("have an object a line, with every value as it is", async () => {
    const text = await written("jsonl", [["=1+1", null]], [[true, new Date(0)]]);
    expect(text).toBe('{"name":"=1+1","value":null}\n{"name":true,"value":"1970-01-01T00:00:00.000Z"}\n');
  });

  it("are one line each, whatever a text holds", async () => {
    const text = await written("jsonl", [["a\nb\u2028c\u0085d", ""]]);
    expect(text.trimEnd()).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(text)).toEqual({ name: "a\nb\u2028c\u0085d", value: "" });
  });
});
