import type { TokenActor, UserActor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { makePack } from "#lib/evidence/make-pack";
import type { Export } from "#lib/exports/open-export";
import { streamExport } from "#lib/exports/stream-export";
import { Refusal } from "#lib/refusal";

type Asked = {
  actor: UserActor | TokenActor;
  /** Who reads has opened it. */
  opened: Export;
  signal: AbortSignal;
};

/** The download of an evidence pack. */
export function evidenceResponse({ actor, opened, signal }: Asked): Response {
  const { id, source, refId, reason, requestedBy, startedAt } = opened;
  if (opened.kind !== "evidence" || source === null || refId === null)
    throw new Refusal("not-found", "This export is no evidence pack.");
  recordRead(actor, { what: "evidence", source, refId });
  const of = { id, source, refId, reason, requestedBy, startedAt };
  const body = streamExport({ exportId: id, actor, signal }, (progress) => makePack(of, progress));
  const name = refId.replace(/[^\w.-]/g, "_").slice(0, 60);
  return new Response(body, {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="evidence-${name}-${id}.zip"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
