import type { UserActor } from "#lib/actor";
import { onStop } from "#lib/stopping";
import { listen, onListenState } from "./listen.ts";

const KEEP_ALIVE_MS = 15_000;
const RECHECK_MS = 60_000;
/** A reader that takes nothing for this long is taken for gone. */
const STALLED_MS = 60_000;

export type Reader = {
  actor: UserActor;
  /** Who reads now. Called every minute and whenever somebody's access changes. Null: nobody is signed in any more. */
  recheck: () => Promise<UserActor | null>;
  /** Aborts when the reader disconnects. */
  signal: AbortSignal;
};

/** The writing end of a stream. */
export type Writer = {
  /** Who reads, as last checked. */
  actor: () => UserActor;
  /** Whether the reader has taken all that was written. While it has not, nothing more is written, so that no queue grows. */
  isReady: () => boolean;
  write: (bytes: Uint8Array) => void;
  end: () => void;
};

/** What writes into a stream. `ready` is called each time the reader has taken more, `detach` at the end. */
export type Producer = { ready: () => void; detach: () => void };

/**
 * The body of one browser's stream of server-sent events. It ends when its reader disconnects or is signed out, when the process stops and
 * when the LISTEN connection is lost: the browser then connects again and catches up. `onEnd` is called once, whatever the cause.
 */
export function eventStream(
  reader: Reader,
  attach: (writer: Writer) => Producer,
  onEnd: () => void,
  recheckMs = RECHECK_MS,
): ReadableStream<Uint8Array> {
  /** Run once at the end; empty when the stream has ended. */
  const cleanups = [onEnd];
  let actor = reader.actor;
  let producer: Producer | undefined;
  let lastReadAt = Date.now();

  const cleanUp = () => {
    for (const cleanup of cleanups.splice(0)) cleanup();
  };
  const every = (ms: number, act: () => void) => {
    const timer = setInterval(act, ms);
    cleanups.push(() => clearInterval(timer));
  };

  const start = (stream: ReadableStreamDefaultController<Uint8Array>) => {
    const end = () => {
      if (cleanups.length === 0) return;
      cleanUp();
      stream.close();
    };
    const isReady = () => (stream.desiredSize ?? 0) > 0;
    const write = (bytes: Uint8Array) => {
      if (cleanups.length > 0) stream.enqueue(bytes);
    };
    write(encoded("retry: 1000\n\n"));
    every(KEEP_ALIVE_MS, () => {
      if (isReady()) write(encoded(": keep-alive\n\n"));
      else if (Date.now() - lastReadAt > STALLED_MS) end();
    });
    const recheck = async () => {
      const now = await reader.recheck().catch(() => null);
      if (now) actor = now;
      else end();
    };
    every(recheckMs, () => void recheck());
    cleanups.push(listen(["access"], () => void recheck()));
    reader.signal.addEventListener("abort", end);
    const attached = attach({ actor: () => actor, isReady, write, end });
    producer = attached;
    cleanups.push(
      () => reader.signal.removeEventListener("abort", end),
      () => attached.detach(),
      onListenState((state) => void (state === "reconnecting" && end())),
      onStop(end),
    );
    // The reader may have disconnected before the listener above was there.
    if (reader.signal.aborted) end();
    // Access may have changed between the reader's admission and the LISTEN above.
    else void recheck();
  };
  const pull = () => {
    lastReadAt = Date.now();
    producer?.ready();
  };
  return new ReadableStream({ start, pull, cancel: cleanUp });
}

export function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
