import { requireActor } from "#lib/access/sessions/session";
import { openExport } from "#lib/exports/open-export";
import { Refusal } from "#lib/refusal";
import { evidenceResponse } from "./evidence-response.ts";

const STATUS: Partial<Record<Refusal["code"], number>> = { "not-found": 404, "wrong-state": 409 };

/** `?export=`: the evidence pack that this person has asked for on the case's page, once. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireActor("case:export");
  const asked = new URL(request.url).searchParams.get("export") ?? "";
  try {
    const opened = await openExport(actor, /^\d{1,15}$/.test(asked) ? Number(asked) : 0);
    return evidenceResponse({ actor, opened, signal: request.signal });
  } catch (error) {
    const status = error instanceof Refusal ? STATUS[error.code] : undefined;
    if (error instanceof Refusal && status) return new Response(error.message, { status });
    throw error;
  }
}
