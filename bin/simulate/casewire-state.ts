import type { Status } from "./case-lifecycle.ts";

/** One case as Casewire stores it. */
export type CaseState = {
  status: Status;
  episode: number;
  /** Keys of effects that are done. */
  done: string[];
  deadRuns: number;
};

export type CasewireState = {
  cases: Map<string, CaseState>;
  /** Message ids of the sent messages that are stored as events. */
  events: Set<string>;
};

/** Runs of handlers that are queued or running, and events that the projection has not placed in their case. */
export type Pending = { runs: number; events: number };

/** Reads the cases and messages of one simulation from Casewire. */
export type StateReader = { pending(): Promise<Pending>; read(): Promise<CasewireState> };
