import type { Status } from "./lives.ts";

/** What Casewire says of one case. */
export type FoundCase = {
  status: Status;
  episode: number;
  /** Keys of effects that are done. */
  done: string[];
  deadRuns: number;
};

export type Findings = {
  cases: Map<string, FoundCase>;
  /** Message ids of what was sent and is stored as an event. */
  events: Set<string>;
};

/** What is still to come of what was sent: runs that wait or run, and events that are not placed in their case. */
export type Waiting = { runs: number; events: number };

/** A Casewire that can be asked what it has made of the cases and messages of one simulation. */
export type Asked = { waiting(): Promise<Waiting>; found(): Promise<Findings> };
