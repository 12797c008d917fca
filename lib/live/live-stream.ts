import type { Actor } from "#lib/access/actor";
import { listen, onState } from "#lib/live/listen";
import { mayHear } from "#lib/live/may-hear";
import type { Topic } from "#lib/live/topics";
import { onStop } from "#lib/stopping";

const GATHER_MS = 50;
const BEAT_MS = 15_000;
const RECHECK_MS = 60_000;
/** A reader that takes nothing for this long is gone, or as good as. */
const STUCK_MS = 60_000;
const MOST_TOPICS = 1000;

export type Reader = {
  actor: Actor;
  /** Who reads now: asked every minute. Null once nobody is signed in any more. */
  recheck: () => Promise<Actor | null>;
  /** Aborts when the reader leaves. */
  signal: AbortSignal;
};

/**
 * The body of one browser's live stream (text/event-stream): `event: topic` with the name of what changed, never what it changed to.
 * It ends when its reader leaves or is signed out, when the process stops, and when the LISTEN connection is lost: the browser comes
 * again, and asks for what it missed. `ended` is called once, however it ends.
 */
export function liveStream(reader: Reader, ended: () => void, recheckMs = RECHECK_MS): ReadableStream<Uint8Array> {
  const waiting = new Set<Topic>();
  const goodbyes = [ended];
  let actor = reader.actor;
  let gathering: NodeJS.Timeout | undefined;
  let takenAt = Date.now();

  const leave = () => {
    clearTimeout(gathering);
    for (const goodbye of goodbyes.splice(0)) goodbye();
  };
  const every = (ms: number, act: () => void) => {
    const timer = setInterval(act, ms);
    goodbyes.push(() => clearInterval(timer));
  };

  const start = (stream: Controller) => {
    const end = () => {
      if (goodbyes.length === 0) return;
      leave();
      stream.close();
    };
    const hear = (topic: Topic) => {
      if (waiting.size >= MOST_TOPICS || !mayHear(actor, topic)) return;
      waiting.add(topic);
      gathering ??= setTimeout(() => flush(stream), GATHER_MS);
    };
    stream.enqueue(bytes("retry: 1000\n\n"));
    every(BEAT_MS, () => {
      if (takes(stream)) stream.enqueue(bytes(": beat\n\n"));
      else if (Date.now() - takenAt > STUCK_MS) end();
    });
    const recheck = async () => {
      const now = await reader.recheck().catch(() => null);
      if (now) actor = now;
      else end();
    };
    every(recheckMs, () => void recheck());
    reader.signal.addEventListener("abort", end);
    goodbyes.push(
      () => reader.signal.removeEventListener("abort", end),
      listen("all", hear),
      onState((state) => void (state === "reconnecting" && end())),
      onStop(end),
    );
    // What ends it may have been so all along.
    if (reader.signal.aborted) end();
  };
  const flush = (stream: Controller) => {
    gathering = undefined;
    // A slow reader's topics wait in the set, once each, and not in a queue that grows.
    if (waiting.size === 0 || !takes(stream)) return;
    const text = [...waiting].map(message).join("");
    // First: enqueue pulls.
    waiting.clear();
    stream.enqueue(bytes(text));
  };
  const pull = (stream: Controller) => {
    takenAt = Date.now();
    flush(stream);
  };
  return new ReadableStream({ start, pull, cancel: leave });
}

type Controller = ReadableStreamDefaultController<Uint8Array>;

function takes(stream: Controller): boolean {
  return (stream.desiredSize ?? 0) > 0;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A topic may hold a line break, since a refId may. */
function message(topic: Topic): string {
  const lines = topic.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `event: topic\n${lines.join("")}\n`;
}
