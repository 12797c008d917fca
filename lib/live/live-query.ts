import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import type { UserActor } from "#lib/actor";
import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";
import { encoded } from "./event-stream.ts";
import { listen } from "./listen.ts";
import { changeBetween, type Result, type Snapshot, type SnapshotChange, snapshotOf } from "./snapshot.ts";
import type { Topic } from "./topics.ts";

/** The shortest time from one run of a query to the next. */
const MIN_INTERVAL_MS = 50;
/** A query runs at most one part in this many of the time: the longer it takes, the less often it runs. */
const LOAD_DIVISOR = 4;

/** A query that is run again whenever one of its topics changes. */
export type LiveQuery = {
  /** Subscribers with the same name and role share one run. What the result depends on is in the name. */
  name: string;
  topics: readonly Topic[];
  /** Authorizes the actor, as every query does. */
  run: (actor: UserActor) => Promise<Result>;
};

export type Subscriber = {
  actor: UserActor;
  /** Whether it can take a message now. One that cannot is sent the whole snapshot when it can again. */
  isReady: () => boolean;
  send: (message: Uint8Array) => void;
  /** The query failed. */
  onError: () => void;
};

/**
 * `current`: it was sent the last snapshot or all changes up to it. `behind`: it needs the whole snapshot. `new`: it subscribed after the
 * last run began, whose result may be older than what its page shows.
 */
type SubscriberState = "current" | "behind" | "new";

type SharedQuery = {
  query: LiveQuery;
  subscribers: Map<Subscriber, SubscriberState>;
  snapshot: Snapshot | undefined;
  /** A topic changed or a subscriber came since the last run began. */
  due: boolean;
  running: boolean;
  unlisten: () => void;
};

const shared = processWide("live-queries", () => new Map<string, SharedQuery>());

/**
 * Runs a query at once and whenever one of its topics changes, until the last subscriber leaves. It runs once for all subscribers of one
 * name and role, with the rights of that role, so that no role is sent what only another may read. `ready` is to be called when a
 * subscriber that was not ready is so again.
 */
export function subscribe(query: LiveQuery, subscriber: Subscriber): { unsubscribe: () => void; ready: () => void } {
  const key = `${subscriber.actor.role}\n${query.name}`;
  const entry = shared.get(key) ?? share(key, query);
  entry.subscribers.set(subscriber, "new");
  runSoon(entry);
  const unsubscribe = () => {
    entry.subscribers.delete(subscriber);
    if (entry.subscribers.size > 0 || shared.get(key) !== entry) return;
    shared.delete(key);
    entry.unlisten();
  };
  const ready = () => {
    if (entry.subscribers.get(subscriber) === "behind" && entry.snapshot) send(entry, entry.snapshot, null);
  };
  return { unsubscribe, ready };
}

function share(key: string, query: LiveQuery): SharedQuery {
  const entry: SharedQuery = {
    query,
    subscribers: new Map(),
    snapshot: undefined,
    due: false,
    running: false,
    unlisten: listen(query.topics, () => runSoon(entry)),
  };
  shared.set(key, entry);
  return entry;
}

function runSoon(entry: SharedQuery): void {
  entry.due = true;
  if (!entry.running) void runWhileDue(entry);
}

async function runWhileDue(entry: SharedQuery): Promise<void> {
  entry.running = true;
  while (entry.due && entry.subscribers.size > 0) {
    entry.due = false;
    const startedAt = performance.now();
    try {
      await runOnce(entry);
    } catch (error) {
      log.warn({ err: error }, "a live query failed");
      entry.snapshot = undefined;
      for (const subscriber of [...entry.subscribers.keys()]) subscriber.onError();
    }
    const took = performance.now() - startedAt;
    const pause = Math.max(MIN_INTERVAL_MS - took, took * (LOAD_DIVISOR - 1));
    await setTimeout(pause, undefined, { ref: false });
  }
  entry.running = false;
}

async function runOnce(entry: SharedQuery): Promise<void> {
  const [first] = entry.subscribers.keys();
  if (!first) return;
  for (const [subscriber, state] of entry.subscribers) {
    if (state === "new") entry.subscribers.set(subscriber, "behind");
  }
  const snapshot = snapshotOf(await entry.query.run(first.actor));
  const change = entry.snapshot ? changeBetween(entry.snapshot, snapshot) : null;
  entry.snapshot = snapshot;
  send(entry, snapshot, change);
}

/** Sends `change` to subscribers that have the previous snapshot, and the whole snapshot to the others. */
function send(entry: SharedQuery, snapshot: Snapshot, change: SnapshotChange | null): void {
  const changeMessage = change && message(change);
  let wholeMessage: Uint8Array | undefined;
  for (const [subscriber, state] of entry.subscribers) {
    if (state === "new" || (state === "current" && !changeMessage)) continue;
    if (!subscriber.isReady()) entry.subscribers.set(subscriber, "behind");
    else if (state === "current" && changeMessage) subscriber.send(changeMessage);
    else {
      wholeMessage ??= message({ frame: snapshot.frame, lines: [...snapshot.lines] });
      // Set first, because sending may call `ready`.
      entry.subscribers.set(subscriber, "current");
      subscriber.send(wholeMessage);
    }
  }
}

function message({ frame, lines }: SnapshotChange): Uint8Array {
  const texts = lines.map(([id, line]) => `${JSON.stringify(id)}:${line}`);
  return encoded(`event: answer\ndata: {"frame":${frame},"lines":{${texts.join(",")}}}\n\n`);
}
