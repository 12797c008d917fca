import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { recheckActor } from "#lib/audit/recheck-actor";
import { log } from "#lib/log";
import { onStop } from "#lib/stopping";
import { advanceExport, endExport, type Progress } from "./advance-export.ts";

/** How often the row of an export is brought up to date, and its reader's rights are checked. */
const HEARTBEAT_MS = 1000;
/** A reader that takes nothing for this long is taken for gone. */
const STALLED_MS = 300_000;
/** Bytes made ahead of the reader: with them a stream is never ahead by more than one chunk. */
const BUFFER_BYTES = 64 * 1024;

type Reading = {
  exportId: number;
  actor: Actor;
  /** Aborts when the reader disconnects. */
  signal?: AbortSignal;
  heartbeatMs?: number;
};

/**
 * The body of a download. `make` makes its bytes, and is asked for more when the reader has taken what there is. The row of the export
 * follows it to its end. Whatever ends it early is an error to the reader, so that no part is taken for the whole.
 */
export function streamExport(
  { exportId, actor, signal, heartbeatMs = HEARTBEAT_MS }: Reading,
  make: (progress: Progress) => AsyncIterable<Uint8Array>,
): ReadableStream<Uint8Array> {
  const progress: Progress = { rows: 0, bytes: 0 };
  const chunks = make(progress)[Symbol.asyncIterator]();
  const cleanups: (() => void)[] = [];
  let ended = false;
  let lastReadAt = Date.now();

  const end = async (state: "finished" | "failed" | "cancelled") => {
    if (ended) return;
    ended = true;
    for (const cleanup of cleanups.splice(0)) cleanup();
    // Closes what the source has open. One that is at work ends at its next chunk.
    void Promise.resolve(chunks.return?.()).catch(() => {});
    await endExport(exportId, state, progress).catch((error: unknown) =>
      log.warn({ err: error, exportId }, "the end of an export could not be written"),
    );
  };
  const start = (stream: ReadableStreamDefaultController<Uint8Array>) => {
    const breakOff = (state: "failed" | "cancelled", why: string) => {
      if (ended) return;
      stream.error(new Error(why));
      void end(state);
    };
    const check = async () => {
      if ((stream.desiredSize ?? 0) <= 0 && Date.now() - lastReadAt > STALLED_MS) {
        return breakOff("cancelled", "the reader takes nothing any more");
      }
      const refused = await carriesOn(exportId, actor, progress);
      if (refused) breakOff("cancelled", refused);
    };
    let checking = false;
    const timer = setInterval(() => {
      if (checking) return;
      checking = true;
      void check().finally(() => {
        checking = false;
      });
    }, heartbeatMs);
    const leave = () => breakOff("cancelled", "the reader has left");
    signal?.addEventListener("abort", leave);
    cleanups.push(
      () => clearInterval(timer),
      () => signal?.removeEventListener("abort", leave),
      onStop(() => breakOff("failed", "the process stops")),
    );
    if (signal?.aborted) leave();
  };
  const pull = async (stream: ReadableStreamDefaultController<Uint8Array>) => {
    lastReadAt = Date.now();
    try {
      const next = await chunks.next();
      if (ended) return;
      if (next.done) {
        await end("finished");
        return stream.close();
      }
      progress.bytes += next.value.byteLength;
      stream.enqueue(next.value);
    } catch (error) {
      if (ended) return;
      log.error({ err: error, exportId }, "an export failed");
      stream.error(error);
      await end("failed");
    }
  };
  const buffer = new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES });
  return new ReadableStream({ start, pull, cancel: () => end("cancelled") }, buffer);
}

/** Why it ends: a person cancelled it, or who reads it lost the right. A database that is away ends nothing. */
async function carriesOn(exportId: number, actor: Actor, progress: Progress): Promise<string | undefined> {
  try {
    if (!(await advanceExport(exportId, progress))) return "the export was cancelled";
    await transaction((tx) => recheckActor(tx, actor));
  } catch (error) {
    if (error instanceof Error && error.name === "Refusal") return error.message;
    log.warn({ err: error, exportId }, "the progress of an export could not be written");
  }
  return undefined;
}
