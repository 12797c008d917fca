import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** `docs/security.md` says which requirements of OWASP ASVS 5.0, levels 1 and 2, are met, and names the test of each. */
const REQUIREMENTS = 253;

type Row = { id: string; state: string; how: string; tests: { path: string; title: string }[] };

const rows: Row[] = readFileSync("docs/security.md", "utf8")
  .split("\n")
  .filter((line) => /^\| \d+\.\d+\.\d+ \|/.test(line))
  .map((line) => {
    const [, id = "", , , state = "", how = "", tests = ""] = line.split("|").map((cell) => cell.trim());
    const named = tests === "" ? [] : tests.split(/; (?=`)/).map((test) => test.split(" › "));
    return {
      id,
      state,
      how,
      tests: named.map(([path = "", title = ""]) => ({ path: path.replaceAll("`", ""), title })),
    };
  });

describe("docs/security.md", () => {
  it("speaks of each requirement once", () => {
    expect(rows).toHaveLength(REQUIREMENTS);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(REQUIREMENTS);
  });

  it("says of each how far it is met", () => {
    const unclear = rows.filter(
      ({ state, how }) => !(["met", "part", "n/a"].includes(state) && (how !== "" || state === "met")),
    );
    expect(unclear.map(({ id }) => id)).toEqual([]);
  });

  it("names a test, or the place of a document, for each that is met", () => {
    const documented = /This page|on this page|README|`[\w/-]+\.(md|ts)`/;
    const bare = rows.filter(({ state, tests, how }) => state === "met" && tests.length === 0 && !documented.test(how));
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  it("names tests that exist", () => {
    const named = rows.flatMap(({ id, tests }) => tests.map((test) => ({ id, ...test })));
    const missing = named.filter(({ path, title }) => !existsSync(path) || !readFileSync(path, "utf8").includes(title));
    expect(missing.map(({ id, path, title }) => `${id}: ${path} › ${title}`)).toEqual([]);
  });
});
