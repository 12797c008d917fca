import { liveStream } from "#lib/live/live-stream";
import { admit } from "./admit.ts";

/** The live stream of a signed-in browser. It tells what changed by name only, to whoever may read it. */
export function GET(request: Request): Promise<Response> {
  return admit(request, liveStream);
}
