import { processWide } from "./process-wide.ts";

type Stopping = { stopping: boolean; listeners: Set<() => void> };

const state = processWide("stopping", (): Stopping => ({ stopping: false, listeners: new Set() }));

/** Whether this process is stopping: it takes no new work. There is no way back. */
export function isStopping(): boolean {
  return state.stopping;
}

/** Begins to stop and calls every listener. The process's entry calls it on SIGTERM. */
export function stop(): void {
  if (state.stopping) return;
  state.stopping = true;
  for (const listener of state.listeners) listener();
  state.listeners.clear();
}

/** Calls `listener` when the process begins to stop, at once if it already has. Returns how to unsubscribe. */
export function onStop(listener: () => void): () => void {
  if (state.stopping) {
    listener();
    return () => {};
  }
  state.listeners.add(listener);
  return () => state.listeners.delete(listener);
}
