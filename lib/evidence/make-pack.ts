import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { exports } from "#db/desk-schema";
import { textSigner } from "#lib/audit/sign-checkpoint";
import { auditFiles, auditPart } from "./audit-files.ts";
import { type CaseFacts, caseFacts } from "./case-facts.ts";
import { listedMessages, type ReceiptFigures, receiptFiles } from "./messages.ts";
import { emptyExcerpts, type Gathered, type Letter, type ListedMessage, reportOf, scopeReport } from "./report.ts";
import { reportHtml } from "./report-html.ts";
import { reportPdf } from "./report-pdf.ts";
import { jsonArray, rowsOf, TABLES } from "./tables.ts";
import { timelineOf } from "./timeline.ts";
import { type ListedFile, type PackFile, zipOf } from "./zip.ts";

/** The row of an export of the kind `evidence`. */
export type EvidenceExport = Pick<typeof exports.$inferSelect, "id" | "reason" | "requestedBy" | "startedAt"> & {
  source: string;
  refId: string;
};

/** Names the form of the manifest. A program that reads it refuses another. */
const FORMAT = "casewire-evidence/1";

/**
 * The evidence pack of an export as the bytes of a ZIP. The database is read a page at a time as the reader takes what there is. `rows` of
 * `progress` counts the files.
 */
export async function* makePack(
  of: EvidenceExport,
  progress: { rows: number } = { rows: 0 },
): AsyncGenerator<Uint8Array> {
  const facts = await caseFacts(of);
  if (!facts) throw new Error(`there is no case ${of.refId} of ${of.source}`);
  const listed: ListedFile[] = [];
  const written = (file: ListedFile) => {
    progress.rows += 1;
    listed.push(file);
  };
  yield* zipOf(filesOf(of, facts, listed), { mtime: of.startedAt, written });
}

async function* filesOf(of: EvidenceExport, facts: CaseFacts, listed: ListedFile[]): AsyncGenerator<PackFile> {
  const audit = await auditPart(of, of.id);
  const signer = await textSigner();
  const excerpts = emptyExcerpts();
  const figures: ReceiptFigures = { receipts: 0, bodies: 0, messages: 0, messagesWithoutReceipts: 0 };
  const about = { ...of, caseId: facts.id };

  yield* receiptFiles(of, figures);
  const listedMessage = (message: object) => excerpts.messages.add(message as ListedMessage);
  yield { path: "messages.json", content: jsonArray(listedMessages(of), listedMessage) };
  yield { path: "timeline.json", content: jsonArray(timelineOf(about), (moment) => excerpts.moments.add(moment)) };
  for (const table of TABLES) {
    const letter = (row: object) => (table.path === "letters.json" ? excerpts.letters.add(row as Letter) : undefined);
    yield { path: table.path, content: jsonArray(rowsOf(table, about), letter) };
  }
  yield* auditFiles(audit);
  yield { path: "case.json", content: `${JSON.stringify({ ...facts, receipts: figures }, null, 2)}\n` };
  yield { path: "public-key.txt", content: [...new Set([signer.verifierKey, ...audit.keys])].join("\n").concat("\n") };

  const exported = {
    ...{ id: of.id, at: of.startedAt, by: of.requestedBy, reason: of.reason ?? "" },
    entry: audit.exportEntry,
  };
  const gathered: Gathered = {
    ...excerpts,
    ...{ exported, facts },
    audit: { ...audit, entries: audit.ids.length, key: signer.verifierKey },
  };
  const report = reportOf(gathered);
  yield { path: "report.html", content: reportHtml(report) };
  yield { path: "report.pdf", content: reportPdf(report, of.startedAt) };
  yield { path: "honest-scope.html", content: reportHtml(scopeReport()) };
  yield { path: "verify.mjs", content: await readFile(join(process.cwd(), "lib/evidence/verify.mjs")) };

  const manifest = manifestOf({ ...gathered, figures }, listed);
  yield { path: "manifest.json", content: manifest };
  yield { path: "manifest.sig", content: signer.sign(signedText(manifest, of)) };
}

function manifestOf(
  { exported, facts, audit, figures }: Gathered & { figures: ReceiptFigures },
  files: ListedFile[],
): string {
  const { source, refId } = facts;
  const head = {
    format: FORMAT,
    case: { source, refId },
    export: exported,
    checkpoint: audit.checkpoint && `checkpoints/${audit.checkpoint.size}.txt`,
    unsigned: audit.unsigned,
    auditEntries: audit.entries,
    ...figures,
  };
  const lines = files.map((file) => JSON.stringify(file)).join(",\n    ");
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "files": [\n    ${lines}\n  ]\n}\n`;
}

/** What is signed: no checkpoint has this form, whose first line is the name of its key. */
function signedText(manifest: string, { id, startedAt }: EvidenceExport): string {
  const sha256 = createHash("sha256").update(manifest).digest("hex");
  return `${FORMAT}\nexport ${id}\nmanifest.json sha256 ${sha256}\nexported ${startedAt.toISOString()}\n`;
}
