import { z } from "zod";
import type { TokenActor, UserActor } from "#lib/actor";
import { entriesFilter } from "#lib/audit/filter";
import { casesFilter } from "#lib/cases/board/filter";
import { changesFilter } from "#lib/cases/changes/filter";
import type { Progress } from "#lib/exports/advance-export";
import { decisionPages, decisionsFilter } from "#lib/exports/decisions";
import { entryPages } from "#lib/exports/export-audit";
import { casePages } from "#lib/exports/export-cases";
import { changePages } from "#lib/exports/export-changes";
import type { Export } from "#lib/exports/open-export";
import { FORMATS, type Format } from "#lib/exports/start-export";
import { streamExport } from "#lib/exports/stream-export";
import { type Column, writeTable } from "#lib/exports/write-table";
import { readFilter } from "#lib/query-params";
import { Refusal } from "#lib/refusal";
import { CASE_COLUMNS } from "./case-table.ts";
import { CHANGE_COLUMNS } from "./change-table.ts";
import { DECISION_COLUMNS } from "./decision-table.ts";
import { ENTRY_COLUMNS } from "./entry-table.ts";

const CONTENT_TYPES: Record<Format, string> = {
  csv: "text/csv; charset=utf-8; header=present",
  jsonl: "application/jsonl; charset=utf-8",
};

type Asked = {
  actor: UserActor | TokenActor;
  /** Who reads has opened it. */
  opened: Export;
  signal: AbortSignal;
  /** The words searched, which the row does not hold. */
  words?: string | undefined;
};

/** The download of a list. */
export function exportResponse({ actor, opened, signal, words }: Asked): Response {
  const format = z.enum(FORMATS).parse(opened.format);
  const body = streamExport({ exportId: opened.id, actor, signal }, tableOf(actor, opened, format, words));
  const day = opened.startedAt.toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      "content-type": CONTENT_TYPES[format],
      "content-disposition": `attachment; filename="casewire-${opened.kind}-${day}-${opened.id}.${format}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

type Make = (progress: Progress) => AsyncIterable<Uint8Array>;

function tableOf(actor: Asked["actor"], { kind, selection }: Export, format: Format, words?: string): Make {
  const query = Object.fromEntries(new URLSearchParams(selection));
  const write =
    <Row>(columns: readonly Column<Row>[], pages: AsyncIterable<readonly Row[]>): Make =>
    (progress) =>
      writeTable(format, { columns, pages }, progress);
  switch (kind) {
    case "decisions":
      return write(DECISION_COLUMNS, decisionPages(actor, readFilter(decisionsFilter, query).filter));
    case "audit":
      return write(ENTRY_COLUMNS, entryPages(actor, readFilter(entriesFilter, query).filter));
    case "cases": {
      const { filter } = readFilter(casesFilter, query);
      return write(CASE_COLUMNS, casePages(actor, words === undefined ? filter : { ...filter, q: words }));
    }
    case "changes":
      return write(CHANGE_COLUMNS, changePages(actor, readFilter(changesFilter, query).filter));
    default:
      throw new Refusal("not-found", "This export is no list.");
  }
}
