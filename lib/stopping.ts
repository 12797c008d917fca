import { processWide } from "./process-wide.ts";

type Stopping = { stopping: boolean; listeners: Set<() => void> };

const state = processWide("stopping", (): Stopping => ({ stopping: false, listeners: new Set() }));

/** Whether this process takes no new work any more. It never takes any again. */
export function isStopping(): boolean {
  return state.stopping;
}

/** Takes no new work from now on and tells everyone who asked. Called once by the process's entry on SIGTERM. */
export function stop(): void {
  if (state.stopping) return;
  state.stopping = true;
  for (const listener of state.listeners) listener();
  state.listeners.clear();
}

/** Calls `listener` when the process begins to stop, at once if it already has. Returns how to be forgotten. */
export function onStop(listener: () => void): () => void {
  if (state.stopping) {
    listener();
    return () => {};
  }
  state.listeners.add(listener);
  return () => state.listeners.delete(listener);
}
