import { topicStream } from "#lib/live/topic-stream";
import { admit } from "./admit.ts";

/** Streams the names of changed topics to a signed-in browser, each only to readers that may be told of it. */
export function GET(request: Request): Promise<Response> {
  return admit(request, topicStream);
}
