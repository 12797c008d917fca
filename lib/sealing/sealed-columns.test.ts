import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SEALED_COLUMNS } from "./sealed-columns.ts";

/** `table.column` of every column in a schema that its name, or the comment above it, calls sealed. */
function sealedIn(schema: string): string[] {
  const tables = schema.split(/^export const \w+ = pgTable\(\s*/m).slice(1);
  return tables.flatMap((text) => {
    const [, table = ""] = /^"(\w+)"/.exec(text) ?? [];
    const columns = text.matchAll(/((?:^ +(?:\/\*\*|\*).*\n)*)^ +(\w+): /gm);
    return [...columns]
      .filter(([, comment = "", column = ""]) => /\bseal/i.test(comment) || /seal/i.test(column))
      .map(([, , column = ""]) => `${table}.${column.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`);
  });
}

it("names every column that holds what is sealed", () => {
  const found = globSync("db/*schema.ts").flatMap((path) => sealedIn(readFileSync(path, "utf8")));
  expect(found.sort()).toEqual(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort());
});
