import type { Actor } from "#lib/actor";
import { authorizePreview } from "#lib/authorize";
import { type CasesFilter, casesFilter } from "#lib/cases/board/filter";
import { listCases } from "#lib/cases/board/list-cases";
import type { CaseLine } from "#lib/cases/board/viewer-line";
import { writeFilter } from "#lib/query-params";
import { defineVerb } from "#lib/verbs/define-verb";
import { formatInput, startExport } from "./start-export.ts";

const PAGE_ROWS = 500;

/** Starts an export of a list of cases. Returns its id. The words searched are kept nowhere: whoever makes the bytes passes them on. */
export const exportCases = defineVerb({
  permission: "cases:export",
  audit: "cases.exported",
  input: casesFilter.extend({ format: formatInput }),
  refuses: ["too-many"],

  async run(tx, actor, { format, q, ...filter }) {
    const selection = writeFilter(casesFilter, filter).toString();
    const exportId = await startExport(tx, actor, { kind: "cases", format, selection });
    return {
      entry: {
        subject: { kind: "export", id: exportId },
        detail: { format, selection, searched: q === undefined ? "no" : "yes" },
      },
      topics: ["exports", "audit"],
      result: exportId,
    };
  },
});

/** The cases of the filter in its order, page by page. A case that moves meanwhile may be there twice or not at all, as in the list. */
export async function* casePages(actor: Actor, filter: CasesFilter): AsyncGenerator<CaseLine[]> {
  authorizePreview(actor, "cases:export");
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await listCases(actor, filter, { cursor, limit: PAGE_ROWS });
    yield page.items;
    cursor = page.nextCursor;
  }
}
