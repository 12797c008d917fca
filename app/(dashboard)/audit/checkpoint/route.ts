import { requireActor } from "#lib/access/sessions/session";
import { readCheckpoint } from "#lib/audit/read-checkpoint";

/** The last checkpoint as a signed note. */
export async function GET(): Promise<Response> {
  const checkpoint = await readCheckpoint(await requireActor("audit:read"));
  if (!checkpoint) return new Response("No checkpoint was signed yet.\n", { status: 404 });
  return new Response(checkpoint.note, {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="audit-${checkpoint.size}.checkpoint"`,
      "Cache-Control": "no-store",
    },
  });
}
