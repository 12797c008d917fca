import { DrizzleQueryError } from "drizzle-orm";
import { storable } from "./run-log.ts";

/** `permanent`: to try again would not help. */
export type Failure = { error: string; stack: string | null; permanent?: boolean };

/** What a handler throws when to try again would not help: its run is dead at once and waits for a person. */
export class PermanentFailure extends Error {
  override name = "PermanentFailure";
}

/** What went wrong, fit to be stored and shown. A failed query is told by its cause: its own message repeats every parameter. */
export function describeFailure(thrown: unknown): Failure {
  const error = thrown instanceof DrizzleQueryError && thrown.cause ? thrown.cause : thrown;
  const permanent = error instanceof PermanentFailure;
  if (!(error instanceof Error)) return { error: storable(String(error)), stack: null, permanent };
  const stack = error.stack ? storable(error.stack, 8000) : null;
  return { error: storable(error.message || error.name), stack, permanent };
}
