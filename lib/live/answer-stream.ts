import type { UserActor } from "#lib/actor";
import { eventStream, type Reader, type Writer } from "./event-stream.ts";
import { type Question, stand } from "./live-query.ts";

/**
 * The body of one page's stream of answers to a question of its own: `event: answer` with a frame and lines, the whole answer first and
 * then what has changed of it. Ends when the reader's role is no longer the one it was asked with: the browser comes again and asks anew.
 */
export function answerStream(
  reader: Reader & { actor: UserActor },
  question: Question,
  ended: () => void,
  recheckMs?: number,
): ReadableStream<Uint8Array> {
  const recheck = async () => {
    const now = await reader.recheck();
    return now?.role === reader.actor.role ? now : null;
  };
  const fill = ({ takes, write, end }: Writer) =>
    stand(question, { actor: reader.actor, takes, give: write, failed: end });
  return eventStream({ ...reader, recheck }, fill, ended, recheckMs);
}
