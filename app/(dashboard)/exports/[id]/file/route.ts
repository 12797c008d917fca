import { requireActor } from "#lib/access/sessions/session";
import { openExport } from "#lib/exports/open-export";
import { unsealWords } from "#lib/exports/searched-words";
import { Refusal } from "#lib/refusal";
import { exportResponse } from "../../_tables/export-response.ts";
import { evidenceResponse } from "../../evidence-response.ts";

type Params = { params: Promise<{ id: string }> };

/** The file of an export, once and for who asked for it. `?words=` holds the words searched, sealed. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const actor = await requireActor("export:read");
  const { id } = await params;
  const exportId = /^\d{1,15}$/.test(id) ? Number(id) : 0;
  const sealed = new URL(request.url).searchParams.get("words");
  try {
    const opened = await openExport(actor, exportId);
    const words = sealed === null ? undefined : unsealWords(exportId, sealed);
    const asked = { actor, opened, signal: request.signal };
    return opened.kind === "evidence" ? evidenceResponse(asked) : exportResponse({ ...asked, words });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return new Response(`${error.message}\n`, { status: error.code === "not-found" ? 404 : 409 });
  }
}
