import { readBody } from "#lib/ingest/body-reader";
import { type Answer, answer, methodNotAllowed } from "#lib/ingest/outcome";
import { receive } from "#lib/ingest/receive";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ source: string }> };

/** The webhook endpoint of the web process; `bin/ingest/server.ts` answers alike. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const startedAt = performance.now();
  const receivedAt = new Date();
  const { source } = await params;
  const body = await readBody(request.body?.getReader(), request.headers.get("content-length") ?? undefined);
  if (body === "cut" || body === "overloaded") return respond(answer({ kind: "unavailable", why: body }));
  const headers = [...request.headers];
  const remoteAddress = request.headers.get("x-casewire-remote") ?? "unknown";
  return respond(answer(await receive({ source, headers, body, remoteAddress, receivedAt, startedAt })));
}

const refuse = () => respond(methodNotAllowed());

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };

function respond({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers });
}
