import type { Status } from "#bin/simulate/lives";

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
  /** Runs that still wait or run. */
  unfinished: number;
};
