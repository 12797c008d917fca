import { setTimeout as sleep } from "node:timers/promises";
import { databaseUrl } from "#db/pool";
import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";
import { isStopping, onStop } from "#lib/stopping";
import { openListenConnection } from "./listen-connection.ts";
import { TOPICS, type Topic } from "./topics.ts";

/** `live`: a NOTIFY reaches this process. `reconnecting`: it may be lost, so that what pages show may be out of date. */
export type ListenState = "live" | "reconnecting";

type Listener = { topics: ReadonlySet<Topic> | "all"; onTopic: (topic: Topic) => void };
type Hub = {
  state: ListenState;
  listeners: Set<Listener>;
  watchers: Set<(state: ListenState) => void>;
  connection?: AbortController;
};

/** How long an unused connection stays open: a page reload or a worker's restart then needs no new one. */
const IDLE_MS = 5000;
const MAX_BACKOFF_MS = 5000;

const hub = processWide("listen", (): Hub => ({ state: "reconnecting", listeners: new Set(), watchers: new Set() }));

/**
 * Calls `onTopic` with each of `topics` that changes, over the process's one LISTEN connection. After each new connection `onTopic` is
 * called with every topic asked for ("all": every one but those of single cases), since changes may have been missed. Returns how to stop.
 */
export function listen(topics: readonly Topic[] | "all", onTopic: (topic: Topic) => void): () => void {
  const listener: Listener = { topics: topics === "all" ? "all" : new Set(topics), onTopic };
  hub.listeners.add(listener);
  if (!hub.connection) connect();
  return () => {
    hub.listeners.delete(listener);
    if (hub.listeners.size === 0) void disconnectWhenUnused();
  };
}

/** Calls `watch` now and at every change of the connection's state. Returns how to stop. */
export function onListenState(watch: (state: ListenState) => void): () => void {
  hub.watchers.add(watch);
  watch(hub.state);
  return () => hub.watchers.delete(watch);
}

/** Whether the LISTEN connection is live, or becomes so within `ms`. Keeps it open meanwhile. */
export async function whenLive(ms: number): Promise<boolean> {
  const answer = Promise.withResolvers<boolean>();
  const unlisten = listen([], () => {});
  const unwatch = onListenState((state) => state === "live" && answer.resolve(true));
  const timer = setTimeout(() => answer.resolve(false), ms);
  const live = await answer.promise;
  clearTimeout(timer);
  unwatch();
  unlisten();
  return live;
}

async function disconnectWhenUnused(): Promise<void> {
  await sleep(IDLE_MS, undefined, { ref: false });
  if (hub.listeners.size === 0) hub.connection?.abort();
}

function connect(): void {
  const controller = new AbortController();
  hub.connection = controller;
  const removeStop = onStop(() => controller.abort());
  void keepConnected(controller.signal).finally(() => {
    removeStop();
    delete hub.connection;
    // A listener may have come while the connection closed.
    if (hub.listeners.size > 0 && !isStopping()) connect();
  });
}

async function keepConnected(signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await openListenConnection(databaseUrl(), signal, {
        onLive: () => {
          failures = 0;
          setState("live");
          for (const listener of hub.listeners) {
            for (const topic of listener.topics === "all" ? TOPICS : listener.topics) deliver(listener, topic);
          }
        },
        onPayload: (payload) => {
          const topic = payload as Topic;
          for (const listener of hub.listeners) {
            if (listener.topics === "all" || listener.topics.has(topic)) deliver(listener, topic);
          }
        },
      });
    } catch (error) {
      if (failures === 0) log.warn({ err: error }, "the live connection was lost");
    }
    setState("reconnecting");
    const wait = Math.min(100 * 2 ** failures++, MAX_BACKOFF_MS);
    await sleep(wait * (0.5 + Math.random() / 2), undefined, { signal, ref: false }).catch(() => {});
  }
}

function setState(state: ListenState): void {
  if (hub.state === state) return;
  hub.state = state;
  for (const watch of hub.watchers) watch(state);
}

/** An error of one listener must not keep the topic from the others. */
function deliver(listener: Listener, topic: Topic): void {
  try {
    listener.onTopic(topic);
  } catch (error) {
    log.error({ err: error, topic }, "a listener failed");
  }
}
