import { publishSoon } from "#lib/live/publish";
import { processWide } from "#lib/process-wide";
import type { Message } from "./prepare.ts";
import { type StoredOutcome, storeMessages } from "./store-messages.ts";

/*
 * Group commit: messages that arrive while the database is busy share one transaction. A commit costs as much for many as for one.
 *
 *   storeInBatch()             takeBatch()             20 ms            2.5 s
 *        └────────▶ QUEUED ─────────────────▶ RUNNING ──────▶ SLOW ──────────▶ OVERDUE
 *                     │                          └──────────────┼─────────────────┘
 *                     │ signal aborted                    storeMessages()
 *                     ▼                          ┌──────────────┴───────────────┐
 *                  rejected                  committed                       failed
 *                                            (resolved)       (each stored by itself, or all rejected)
 *
 * When the next batch starts, always after the event loop has read what reached the process:
 *
 *   no batch, or only slow ones      with whatever is queued
 *   one batch is running             once as many are queued as recent batches held, at most ENOUGH_FOR_SECOND
 *   MAX_ON_TIME are not overdue      when one of them ends or becomes overdue
 *   MAX_BATCHES in all               when one of them ends
 */

type Entry = {
  message: Message;
  signal: AbortSignal;
  resolve: (outcome: StoredOutcome) => void;
  reject: (error: unknown) => void;
};
type Batch = { state: "running" | "slow" | "overdue" };
type GroupCommit = {
  queue: Entry[];
  batches: Set<Batch>;
  scheduled: boolean;
  /** How many messages each of the last two batches held. */
  recentSizes: readonly [number, number];
};

/** A larger batch would undo too much when its connection is lost. */
const MAX_MESSAGES = 256;
const MAX_BYTES = 4 * 1024 * 1024;
/** More would only divide the same messages. */
const MAX_ON_TIME = 2;
const ENOUGH_FOR_SECOND = 128;
/** Most batches commit much sooner. */
const SLOW_MS = 20;
/** Half of a request's time limit: requests queued behind a batch that hangs still have time for another. */
const OVERDUE_MS = 2500;
/** Fewer than the pool has connections. */
const MAX_BATCHES = 6;

const state = processWide(
  "group commit",
  (): GroupCommit => ({ queue: [], batches: new Set(), scheduled: false, recentSizes: [0, 0] }),
);

/**
 * Stores one message in a batch. Resolves once it is committed. Rejects when it cannot be stored, or when `signal` is aborted before
 * its batch starts; a message whose signal is aborted later is still committed.
 */
export function storeInBatch(message: Message, signal: AbortSignal): Promise<StoredOutcome> {
  return new Promise((resolve, reject) => {
    state.queue.push({ message, signal, resolve, reject });
    scheduleBatch();
  });
}

/** Starts a batch after the event loop has read every request that has reached the process. */
function scheduleBatch(): void {
  if (state.scheduled || !mayStartBatch()) return;
  state.scheduled = true;
  setImmediate(() => {
    state.scheduled = false;
    if (mayStartBatch()) void commitBatch();
    scheduleBatch();
  });
}

function mayStartBatch(): boolean {
  const { queue, batches, recentSizes } = state;
  if (queue.length === 0 || batches.size >= MAX_BATCHES) return false;
  const onTime = [...batches].filter((batch) => batch.state !== "overdue");
  if (onTime.length >= MAX_ON_TIME) return false;
  const allSlow = onTime.every((batch) => batch.state === "slow");
  return allSlow || queue.length >= Math.min(Math.max(...recentSizes), ENOUGH_FOR_SECOND);
}

async function commitBatch(): Promise<void> {
  const batch: Batch = { state: "running" };
  const enter = (next: Batch["state"]) => {
    batch.state = next;
    scheduleBatch();
  };
  const slow = setTimeout(enter, SLOW_MS, "slow");
  const overdue = setTimeout(enter, OVERDUE_MS, "overdue");
  state.batches.add(batch);
  const entries = takeBatch();
  state.recentSizes = [state.recentSizes[1], entries.length];
  await storeEntries(entries);
  clearTimeout(slow);
  clearTimeout(overdue);
  state.batches.delete(batch);
  scheduleBatch();
}

/** Takes the first entries of the queue that fit into one batch. */
function takeBatch(): Entry[] {
  let bytes = 0;
  const end = state.queue.findIndex(({ message }, index) => {
    bytes += message.body.length;
    return index === MAX_MESSAGES || (index > 0 && bytes > MAX_BYTES);
  });
  return state.queue.splice(0, end === -1 ? state.queue.length : end);
}

/** Stores the entries' messages and settles every entry. Never rejects. */
async function storeEntries(entries: readonly Entry[]): Promise<void> {
  const awaited = entries.filter(isAwaited);
  if (awaited.length === 0) return;
  const unsettled = new Set(awaited);
  try {
    await storeMessages(
      awaited.map(({ message }) => message),
      (index, outcome) => {
        const entry = awaited[index];
        if (entry && unsettled.delete(entry)) entry.resolve(outcome);
      },
    );
  } catch (error) {
    await handleFailure([...unsettled], error);
  }
  if (unsettled.size < awaited.length) publishSoon("events", "runs");
}

/** Where one message may have failed the whole batch, each is stored by itself. */
async function handleFailure(entries: readonly Entry[], error: unknown): Promise<void> {
  if (entries.length > 1 && mayConcernOneMessage(error)) for (const entry of entries) await storeEntries([entry]);
  else for (const entry of entries) entry.reject(error);
}

/** SQLSTATE classes and codes: bad data, a broken constraint, a deadlock, a limit of PostgreSQL's exceeded, a lock not got in time. */
const OF_ONE_MESSAGE = /^(22...|23...|40...|54...|55P03)$/;

/** Whether a batch may have failed for one of its messages, while the database is well. */
function mayConcernOneMessage(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause) return OF_ONE_MESSAGE.test(String(cause.code));
  }
  // Neither PostgreSQL nor the network gave this error: reading a message did.
  return true;
}

/** Rejects the entry where its request has been answered meanwhile. */
function isAwaited({ signal, reject }: Entry): boolean {
  if (signal.aborted) reject(signal.reason);
  return !signal.aborted;
}
