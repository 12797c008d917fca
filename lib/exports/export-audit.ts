import type { Actor } from "#lib/actor";
import { type EntriesFilter, entriesFilter } from "#lib/audit/filter";
import { type Entry, listEntries } from "#lib/audit/list-entries";
import { authorizePreview } from "#lib/authorize";
import { writeFilter } from "#lib/query-params";
import { defineVerb } from "#lib/verbs/define-verb";
import { formatInput, startExport } from "./start-export.ts";

const PAGE_ROWS = 500;

/**
 * Starts an export of entries of the audit log, as a list to be read. Returns its id. `npm run audit:verify -- --export` writes the file
 * by which the chain is verified.
 */
export const exportAudit = defineVerb({
  permission: "audit:export",
  audit: "audit.exported",
  input: entriesFilter.extend({ format: formatInput }),
  refuses: ["too-many"],

  async run(tx, actor, { format, ...filter }) {
    const selection = writeFilter(entriesFilter, filter).toString();
    const exportId = await startExport(tx, actor, { kind: "audit", format, selection });
    return {
      entry: { subject: { kind: "audit", id: "log" }, detail: { exportId, format, selection } },
      topics: ["exports", "audit"],
      result: exportId,
    };
  },
});

/** The entries of the filter, the newest first, page by page. The export's own entry is among them where the filter lets it be. */
export async function* entryPages(actor: Actor, filter: EntriesFilter): AsyncGenerator<Entry[]> {
  authorizePreview(actor, "audit:export");
  let before: number | null | undefined;
  while (before !== null) {
    const page = await listEntries(actor, filter, { before, limit: PAGE_ROWS });
    yield page.entries;
    before = page.next;
  }
}
