import { expect, it } from "vitest";
import { personOf } from "#lib/access/testing/people";
import { exportDecisions } from "./export-decisions.ts";
import { openExport } from "./open-export.ts";
import { streamExport } from "./stream-export.ts";
import { type Column, writeTable } from "./write-table.ts";

const MB = 1_000_000;
/** Of 500 rows of 1 kB each. */
const PAGES = 600;

const COLUMNS: Column<string>[] = [{ key: "text", title: "Text", of: (text) => text }];

it("holds no more than a few pages of a file of 300 MB in memory", async () => {
  const actor = await personOf("analyst");
  const exportId = await exportDecisions(actor, { format: "csv" });
  await openExport(actor, exportId);
  let mostHeld = 0;
  async function* pages() {
    for (let n = 0; n < PAGES; n++) {
      yield Array.from({ length: 500 }, (_, row) => `${n}/${row}/`.padEnd(1000, "x"));
      mostHeld = Math.max(mostHeld, process.memoryUsage.rss());
    }
  }
  const before = process.memoryUsage.rss();
  const stream = streamExport({ exportId, actor }, (progress) =>
    writeTable("csv", { columns: COLUMNS, pages: pages() }, progress),
  );
  let bytes = 0;
  for await (const chunk of stream) bytes += chunk.byteLength;
  expect(bytes).toBeGreaterThan(300 * MB);
  // Measured: 77 MB, most of it garbage that is not collected yet.
  expect(mostHeld - before).toBeLessThan(200 * MB);
});
