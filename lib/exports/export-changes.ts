import type { Actor } from "#lib/actor";
import { authorizePreview } from "#lib/authorize";
import { type ChangesFilter, changesFilter } from "#lib/cases/changes/filter";
import { listChanges } from "#lib/cases/changes/list-changes";
import type { Change } from "#lib/cases/changes/viewer-change";
import { writeFilter } from "#lib/query-params";
import { defineVerb } from "#lib/verbs/define-verb";
import { formatInput, startExport } from "./start-export.ts";

const PAGE_ROWS = 500;

/** Starts an export of what changed in a time, up to now where no end is given. Returns its id. */
export const exportChanges = defineVerb({
  permission: "changes:export",
  audit: "changes.exported",
  input: changesFilter.extend({ format: formatInput }),
  refuses: ["too-many"],

  async run(tx, actor, { format, to = new Date().toISOString(), ...rest }) {
    const selection = writeFilter(changesFilter, { ...rest, to }).toString();
    const exportId = await startExport(tx, actor, { kind: "changes", format, selection });
    return {
      entry: {
        subject: { kind: "export", id: exportId },
        detail: { format, from: rest.from ?? null, to, selection },
      },
      topics: ["exports", "audit"],
      result: exportId,
    };
  },
});

/** The changes of the filter, the newest first, page by page. */
export async function* changePages(actor: Actor, filter: ChangesFilter): AsyncGenerator<Change[]> {
  authorizePreview(actor, "changes:export");
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await listChanges(actor, filter, { cursor, limit: PAGE_ROWS });
    yield page.items;
    cursor = page.nextCursor;
  }
}
