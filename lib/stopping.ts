type Stopping = { stopping: boolean; listeners: Set<() => void> };

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireStopping?: Stopping };
holder.casewireStopping ??= { stopping: false, listeners: new Set() };
const state = holder.casewireStopping;

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
