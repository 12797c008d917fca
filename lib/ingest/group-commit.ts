import { announce } from "#lib/live/announce";
import type { Patience } from "./ingest-limits.ts";
import { mayBeOneMessages } from "./may-be-one-messages.ts";
import type { Message } from "./prepare.ts";
import { type StoredOutcome, storeMessages } from "./store-messages.ts";

type Waiting = {
  message: Message;
  patience: Patience;
  done: (outcome: StoredOutcome) => void;
  failed: (error: unknown) => void;
};
/** Messages on their way to the database together. */
type Flight = { slow: boolean; overdue: boolean };
type Gate = {
  waiting: Waiting[];
  flights: Set<Flight>;
  called: boolean;
  /** How many messages the last two flights carried. */
  lately: readonly [number, number];
};

/** What one flight carries at most, so that neither PostgreSQL nor a lost connection undoes too much at once. */
const MAX_MESSAGES = 256;
const MAX_BYTES = 4 * 1024 * 1024;
/** More would only share out the same messages. */
const MAX_FLIGHTS = 2;
/** So many are worth a second flight, whatever the others carry. */
const WORTH_A_SECOND = 128;
/** Most flights land much sooner. Nobody waits longer for company. */
const SLOW_MS = 20;
/** Half of what a request may take: those behind a flight that hangs still have time for another. */
const OVERDUE_MS = 2500;
/** With the overdue ones, and fewer than the pool has connections. */
const MAX_FLIGHTS_IN_ALL = 6;

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireGate?: Gate };
holder.casewireGate ??= { waiting: [], flights: new Set(), called: false, lately: [0, 0] };
const gate = holder.casewireGate;

/**
 * Stores one message, and with it those that came in the same turn of the event loop. Resolves once it is committed. One that comes
 * alone waits for nobody; what comes while others are under way goes with the next, or beside them in enough company. Rejects when it
 * could not be stored, or when its `patience` is over before the message is taken along; one whose patience ends later is committed with the others.
 */
export function storeTogether(message: Message, patience: Patience): Promise<StoredOutcome> {
  return new Promise((done, failed) => {
    gate.waiting.push({ message, patience, done, failed });
    call();
  });
}

/** Has a flight depart once all that has reached the process by now is read. */
function call(): void {
  if (gate.called || !mayDepart()) return;
  gate.called = true;
  setImmediate(() => {
    gate.called = false;
    if (mayDepart()) void fly();
    if (mayDepart()) call();
  });
}

/** Beside another that is not slow, a flight departs only with as many as flights carry of late: a commit costs as much for few as for many. */
function mayDepart(): boolean {
  const { waiting, flights, lately } = gate;
  if (waiting.length === 0 || flights.size >= MAX_FLIGHTS_IN_ALL) return false;
  const onTime = [...flights].filter((flight) => !flight.overdue);
  if (onTime.length >= MAX_FLIGHTS) return false;
  return onTime.every((flight) => flight.slow) || waiting.length >= Math.min(Math.max(...lately), WORTH_A_SECOND);
}

async function fly(): Promise<void> {
  const flight: Flight = { slow: false, overdue: false };
  const become = (what: keyof Flight) => {
    flight[what] = true;
    call();
  };
  const slow = setTimeout(become, SLOW_MS, "slow");
  const overdue = setTimeout(become, OVERDUE_MS, "overdue");
  gate.flights.add(flight);
  const taken = board();
  gate.lately = [gate.lately[1], taken.length];
  await write(taken);
  clearTimeout(slow);
  clearTimeout(overdue);
  gate.flights.delete(flight);
  call();
}

/** Takes from the waiting, in the order they came, what one flight may carry. */
function board(): Waiting[] {
  let bytes = 0;
  const end = gate.waiting.findIndex(({ message }, index) => {
    bytes += message.body.length;
    return index === MAX_MESSAGES || (index > 0 && bytes > MAX_BYTES);
  });
  return gate.waiting.splice(0, end === -1 ? gate.waiting.length : end);
}

/** Stores the messages, and tells each what became of it. Never rejects. */
async function write(taken: readonly Waiting[]): Promise<void> {
  const left = new Set(taken.filter(isAwaited));
  const boarded = [...left];
  if (boarded.length === 0) return;
  try {
    await storeMessages(
      boarded.map(({ message }) => message),
      (place, outcome) => {
        const one = boarded[place];
        if (one && left.delete(one)) one.done(outcome);
      },
    );
  } catch (error) {
    await refuse([...left], error);
  }
  if (left.size < boarded.length) announce("events", "runs");
}

/** Where the database is well and refused all for one's sake, the others come through alone. */
async function refuse(taken: readonly Waiting[], error: unknown): Promise<void> {
  if (taken.length > 1 && mayBeOneMessages(error)) for (const one of taken) await write([one]);
  else for (const one of taken) one.failed(error);
}

/** Whether anybody still waits for its answer; if not, it is told so. */
function isAwaited({ patience, failed }: Waiting): boolean {
  if (patience.over) failed(new Error("Nobody waits for this message any more."));
  return !patience.over;
}
