import type { UserActor } from "#lib/actor";
import { onStop } from "#lib/stopping";
import { listen, onState } from "./listen.ts";

const BEAT_MS = 15_000;
const RECHECK_MS = 60_000;
/** A reader that takes nothing for this long is gone, or as good as. */
const STUCK_MS = 60_000;

export type Reader = {
  actor: UserActor;
  /** Who reads now: asked every minute, and whenever somebody's access has changed. Null once nobody is signed in any more. */
  recheck: () => Promise<UserActor | null>;
  /** Aborts when the reader leaves. */
  signal: AbortSignal;
};

/** The end that writes. */
export type Writer = {
  /** Who reads, as last checked. */
  actor: () => UserActor;
  /** Whether the reader has taken what it was given: what it does not take must not gather in a queue that grows. */
  takes: () => boolean;
  write: (bytes: Uint8Array) => void;
  end: () => void;
};

/** What fills a stream: told each time its reader takes more, and how to leave. */
export type Filling = { taken: () => void; leave: () => void };

/**
 * The body of one browser's stream of server-sent events. It ends when its reader leaves or is signed out, when the process stops, and
 * when the LISTEN connection is lost: the browser comes again, and asks for what it missed. `ended` is called once, however it ends.
 */
export function eventStream(
  reader: Reader,
  fill: (writer: Writer) => Filling,
  ended: () => void,
  recheckMs = RECHECK_MS,
): ReadableStream<Uint8Array> {
  const goodbyes = [ended];
  let actor = reader.actor;
  let filling: Filling | undefined;
  let takenAt = Date.now();

  const leave = () => {
    for (const goodbye of goodbyes.splice(0)) goodbye();
  };
  const every = (ms: number, act: () => void) => {
    const timer = setInterval(act, ms);
    goodbyes.push(() => clearInterval(timer));
  };

  const start = (stream: ReadableStreamDefaultController<Uint8Array>) => {
    const end = () => {
      if (goodbyes.length === 0) return;
      leave();
      stream.close();
    };
    const takes = () => (stream.desiredSize ?? 0) > 0;
    const write = (bytes: Uint8Array) => {
      if (goodbyes.length > 0) stream.enqueue(bytes);
    };
    write(encoded("retry: 1000\n\n"));
    every(BEAT_MS, () => {
      if (takes()) write(encoded(": beat\n\n"));
      else if (Date.now() - takenAt > STUCK_MS) end();
    });
    const recheck = async () => {
      const now = await reader.recheck().catch(() => null);
      if (now) actor = now;
      else end();
    };
    every(recheckMs, () => void recheck());
    goodbyes.push(listen(["access"], () => void recheck()));
    reader.signal.addEventListener("abort", end);
    const filled = fill({ actor: () => actor, takes, write, end });
    filling = filled;
    goodbyes.push(
      () => reader.signal.removeEventListener("abort", end),
      () => filled.leave(),
      onState((state) => void (state === "reconnecting" && end())),
      onStop(end),
    );
    // What ends it may have been so all along.
    if (reader.signal.aborted) end();
    // Access may have changed between the reader's admission and the first word that is heard.
    else void recheck();
  };
  const pull = () => {
    takenAt = Date.now();
    filling?.taken();
  };
  return new ReadableStream({ start, pull, cancel: leave });
}

export function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
