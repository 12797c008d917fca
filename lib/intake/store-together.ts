import { type Tx, transaction } from "#db/pool";
import { mayBeOneMessages } from "#lib/intake/may-be-one-messages";
import { type Message, type StoredVerdict, storeMessages } from "#lib/intake/store";
import { announce } from "#lib/live/announce";

type Waiting = {
  message: Message;
  signal: AbortSignal;
  done: (verdict: StoredVerdict) => void;
  failed: (error: unknown) => void;
};
/** One transaction on its way: it takes in what waits until its connection is there. */
type Flight = { boarding: boolean; overdue: boolean };
type Gate = { waiting: Waiting[]; flights: Set<Flight> };

/** What one flight carries at most, so that neither PostgreSQL nor a lost connection undoes too much at once. */
const MOST_MESSAGES = 256;
const MOST_BYTES = 4 * 1024 * 1024;
/** More would only share out the same messages; the second is prepared here while PostgreSQL commits the first. */
const MOST_FLIGHTS = 2;
/** Half of what a request may take: those behind a flight that hangs still have time for another. */
const OVERDUE_MS = 2500;
/** With the overdue ones, and fewer than the pool has connections. */
const MOST_FLIGHTS_IN_ALL = 6;

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireGate?: Gate };
holder.casewireGate ??= { waiting: [], flights: new Set() };
const gate = holder.casewireGate;

/**
 * Stores one message, and with it in one transaction those that come until that has its connection. Resolves once it is committed.
 * One that comes alone waits for nobody; what comes while transactions are under way goes with the next. Rejects when the transaction
 * fails, or when `signal` aborts before the message is taken along; what aborts later is committed with the others.
 */
export function storeTogether(message: Message, signal: AbortSignal): Promise<StoredVerdict> {
  return new Promise((done, failed) => {
    gate.waiting.push({ message, signal, done, failed });
    depart();
  });
}

/** Begins a flight, if somebody waits and there may be one. */
function depart(): void {
  const flights = [...gate.flights];
  const onTime = flights.filter((flight) => !flight.overdue);
  if (gate.waiting.length === 0 || flights.length >= MOST_FLIGHTS_IN_ALL) return;
  if (onTime.length >= MOST_FLIGHTS || onTime.some((flight) => flight.boarding)) return;
  void fly({ boarding: true, overdue: false });
}

async function fly(flight: Flight): Promise<void> {
  gate.flights.add(flight);
  const timer = setTimeout(() => {
    flight.overdue = true;
    depart();
  }, OVERDUE_MS);
  await write(() => {
    const boarded = board();
    flight.boarding = false;
    depart();
    return boarded;
  });
  clearTimeout(timer);
  gate.flights.delete(flight);
  depart();
}

/** Takes from the waiting, in the order they came, what one flight may carry. */
function board(): Waiting[] {
  let bytes = 0;
  const end = gate.waiting.findIndex(({ message }, index) => {
    bytes += message.body.length;
    return index === MOST_MESSAGES || (index > 0 && bytes > MOST_BYTES);
  });
  return gate.waiting.splice(0, end === -1 ? gate.waiting.length : end);
}

/** Stores the messages that `take` gives once there is a connection, and tells each what became of it. Never rejects. */
async function write(take: () => Waiting[]): Promise<void> {
  let taken: Waiting[] | undefined;
  try {
    const verdicts = await transaction((tx) => {
      taken = take().filter(isAwaited);
      return storeAwaited(tx, taken);
    });
    if (verdicts.length > 0) announce("events", "runs");
    for (const [index, verdict] of verdicts.entries()) taken?.[index]?.done(verdict);
  } catch (error) {
    await refuse(taken ?? take(), error);
  }
}

async function storeAwaited(tx: Tx, taken: readonly Waiting[]): Promise<StoredVerdict[]> {
  if (taken.length === 0) return [];
  const messages = taken.map(({ message }) => message);
  const verdicts = await storeMessages(tx, messages);
  // All answered 503 by now: better that the sender's next tries find nothing than that two are at it.
  if (taken.every(({ signal }) => signal.aborted)) throw new Error("Nobody waits for these messages any more.");
  return verdicts;
}

/** Where the database is well and refused all for one's sake, the others come through alone. */
async function refuse(taken: readonly Waiting[], error: unknown): Promise<void> {
  if (taken.length > 1 && mayBeOneMessages(error)) for (const one of taken) await write(() => [one]);
  else for (const one of taken) one.failed(error);
}

/** Whether anybody still waits for its answer; if not, it is told so. */
function isAwaited({ signal, failed }: Waiting): boolean {
  if (signal.aborted) failed(signal.reason);
  return !signal.aborted;
}
