import type { UserActor } from "#lib/actor";
import { eventStream, type Reader, type Writer } from "./event-stream.ts";
import { type LiveQuery, subscribe } from "./live-query.ts";

/**
 * The body of a page's own stream for one live query: `event: answer`, at first with the whole snapshot, then with what changed. Ends when
 * the reader's role is no longer the one the stream began with: the browser connects again with the new role.
 */
export function queryStream(
  reader: Reader & { actor: UserActor },
  query: LiveQuery,
  onEnd: () => void,
  recheckMs?: number,
): ReadableStream<Uint8Array> {
  const recheck = async () => {
    const now = await reader.recheck();
    return now?.role === reader.actor.role ? now : null;
  };
  const attach = ({ isReady, write, end }: Writer) => {
    const { unsubscribe, ready } = subscribe(query, { actor: reader.actor, isReady, send: write, onError: end });
    return { ready, detach: unsubscribe };
  };
  return eventStream({ ...reader, recheck }, attach, onEnd, recheckMs);
}
