import { encoded, eventStream, type Reader, type Writer } from "./event-stream.ts";
import { listen } from "./listen.ts";
import { mayHear } from "./may-hear.ts";
import type { Topic } from "./topics.ts";

const GATHER_MS = 50;
const MAX_TOPICS = 1000;

/** The body of one browser's live stream: `event: topic` with the name of what changed, never what it changed to. */
export function liveStream(reader: Reader, ended: () => void, recheckMs?: number): ReadableStream<Uint8Array> {
  return eventStream(reader, tellTopics, ended, recheckMs);
}

function tellTopics({ actor, takes, write }: Writer) {
  const waiting = new Set<Topic>();
  let gathering: NodeJS.Timeout | undefined;
  const flush = () => {
    gathering = undefined;
    // A slow reader's topics wait in the set, once each, and not in a queue that grows.
    if (waiting.size === 0 || !takes()) return;
    const text = [...waiting].map(message).join("");
    // First: writing asks for more.
    waiting.clear();
    write(encoded(text));
  };
  const deaf = listen("all", (topic) => {
    if (waiting.size >= MAX_TOPICS || !mayHear(actor(), topic)) return;
    waiting.add(topic);
    gathering ??= setTimeout(flush, GATHER_MS);
  });
  const leave = () => {
    clearTimeout(gathering);
    deaf();
  };
  return { taken: flush, leave };
}

/** A topic may hold a line break, since a refId may. */
function message(topic: Topic): string {
  const lines = topic.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `event: topic\n${lines.join("")}\n`;
}
