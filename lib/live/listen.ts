import { setTimeout } from "node:timers/promises";
import { databaseUrl } from "#db/pool";
import { log } from "#lib/log";
import { isStopping, onStop } from "#lib/stopping";
import { holdConnection } from "./connection.ts";
import { TOPICS, type Topic } from "./topics.ts";

/** `live`: a NOTIFY reaches us. `reconnecting`: it may be lost, so what is shown may be out of date. */
export type LiveState = "live" | "reconnecting";

type Listener = { topics: ReadonlySet<Topic> | "all"; heard: (topic: Topic) => void };
type Hub = {
  state: LiveState;
  listeners: Set<Listener>;
  watchers: Set<(state: LiveState) => void>;
  connection?: AbortController;
};

/** Keeps the connection over a page reload or a worker's restart. */
const LINGER_MS = 5000;
const MAX_WAIT_MS = 5000;

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireHub?: Hub };
holder.casewireHub ??= { state: "reconnecting", listeners: new Set(), watchers: new Set() };
const hub = holder.casewireHub;

/**
 * Calls `heard` with each of `topics` that changes, over the process's one LISTEN connection. Whenever that connection is made anew,
 * `heard` is called with every topic asked for ("all": every one but those of single cases), since changes may have been missed.
 * Returns how to leave.
 */
export function listen(topics: readonly Topic[] | "all", heard: (topic: Topic) => void): () => void {
  const listener: Listener = { topics: topics === "all" ? "all" : new Set(topics), heard };
  hub.listeners.add(listener);
  if (!hub.connection) connect();
  return () => {
    hub.listeners.delete(listener);
    if (hub.listeners.size === 0) void disconnectWhenUnused();
  };
}

/** Calls `watch` now and at every change of the connection's state. Returns how to leave. */
export function onState(watch: (state: LiveState) => void): () => void {
  hub.watchers.add(watch);
  watch(hub.state);
  return () => hub.watchers.delete(watch);
}

async function disconnectWhenUnused(): Promise<void> {
  await setTimeout(LINGER_MS, undefined, { ref: false });
  if (hub.listeners.size === 0) hub.connection?.abort();
}

function connect(): void {
  const controller = new AbortController();
  hub.connection = controller;
  const forget = onStop(() => controller.abort());
  void keepConnected(controller.signal).finally(() => {
    forget();
    delete hub.connection;
    // Somebody may have come while the connection closed.
    if (hub.listeners.size > 0 && !isStopping()) connect();
  });
}

async function keepConnected(signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await holdConnection(databaseUrl(), signal, {
        live: () => {
          failures = 0;
          become("live");
          for (const listener of hub.listeners) {
            for (const topic of listener.topics === "all" ? TOPICS : listener.topics) tell(listener, topic);
          }
        },
        heard: (payload) => {
          const topic = payload as Topic;
          for (const listener of hub.listeners) {
            if (listener.topics === "all" || listener.topics.has(topic)) tell(listener, topic);
          }
        },
      });
    } catch (error) {
      if (failures === 0) log.warn({ err: error }, "the live connection was lost");
    }
    become("reconnecting");
    const wait = Math.min(100 * 2 ** failures++, MAX_WAIT_MS);
    await setTimeout(wait * (0.5 + Math.random() / 2), undefined, { signal, ref: false }).catch(() => {});
  }
}

function become(state: LiveState): void {
  if (hub.state === state) return;
  hub.state = state;
  for (const watch of hub.watchers) watch(state);
}

/** One listener's fault must not keep the news from the others. */
function tell(listener: Listener, topic: Topic): void {
  try {
    listener.heard(topic);
  } catch (error) {
    log.error({ err: error, topic }, "a listener failed");
  }
}
