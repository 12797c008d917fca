import { requireActor } from "#lib/access/sessions/session";
import { readBody, readReceiptBody } from "#lib/events/read-body";
import { messageIdNamed } from "#lib/page-paths";
import { Refusal } from "#lib/refusal";

/** Unlike a page's, a route handler's params come decoded. */
type Params = { params: Promise<{ messageId: string }> };

/** The bytes as they came, as a download no browser renders. `?receipt=` gives the bytes a receipt keeps instead of the event's. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const actor = await requireActor("event:read");
  const query = new URL(request.url).searchParams;
  const receipt = query.get("receipt");
  const messageId = messageIdNamed((await params).messageId, query.get("messageId") ?? undefined);
  const key = { messageId, source: query.get("source") ?? undefined };
  try {
    const kept = receipt === null ? await readBody(actor, key) : await readReceiptBody(actor, idOf(receipt));
    if (kept.removedAt) return new Response("These bytes were removed under retention.", { status: 410 });
    const name = kept.messageId.replace(/[^\w.-]/g, "_").slice(0, 100);
    return new Response(new Uint8Array(kept.body), {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="${name}${receipt === null ? "" : `-receipt-${receipt}`}.bin"`,
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    if (error instanceof Refusal && error.code === "not-found") return new Response(error.message, { status: 404 });
    throw error;
  }
}

/** No receipt has the number 0. */
function idOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
