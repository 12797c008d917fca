import { encoded, eventStream, type Reader, type Writer } from "./event-stream.ts";
import { listen } from "./listen.ts";
import { mayBeToldOf, type Topic } from "./topics.ts";

/** Topics that change within this time are sent as one message. */
const GATHER_MS = 50;
const MAX_TOPICS = 1000;

/** The body of one browser's topic stream: `event: topic` with the name of what changed, never what it changed to. */
export function topicStream(reader: Reader, onEnd: () => void, recheckMs?: number): ReadableStream<Uint8Array> {
  return eventStream(reader, attachTopics, onEnd, recheckMs);
}

function attachTopics({ actor, isReady, write }: Writer) {
  const changed = new Set<Topic>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    // The topics of a slow reader wait in the set, once each, instead of in a queue that grows.
    if (changed.size === 0 || !isReady()) return;
    const text = [...changed].map(message).join("");
    // Emptied first, because writing may call `ready`.
    changed.clear();
    write(encoded(text));
  };
  const unlisten = listen("all", (topic) => {
    if (changed.size >= MAX_TOPICS || !mayBeToldOf(actor(), topic)) return;
    changed.add(topic);
    timer ??= setTimeout(flush, GATHER_MS);
  });
  const detach = () => {
    clearTimeout(timer);
    unlisten();
  };
  return { ready: flush, detach };
}

/** A topic may hold a line break, since a refId may. */
function message(topic: Topic): string {
  const lines = topic.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `event: topic\n${lines.join("")}\n`;
}
