import { DrizzleQueryError } from "drizzle-orm";
import { storable } from "./run-log.ts";

export type Failure = { error: string; stack: string | null };

/** What went wrong, fit to be stored and shown. A failed query is told by its cause: its own message repeats every parameter. */
export function describeFailure(thrown: unknown): Failure {
  const error = thrown instanceof DrizzleQueryError && thrown.cause ? thrown.cause : thrown;
  if (!(error instanceof Error)) return { error: storable(String(error)), stack: null };
  return { error: storable(error.message || error.name), stack: error.stack ? storable(error.stack, 8000) : null };
}
