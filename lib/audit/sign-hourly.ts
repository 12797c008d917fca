import { log } from "#lib/log";
import { ChainContradicted, signCheckpoint } from "./sign-checkpoint.ts";

const HOUR_MS = 3_600_000;

let loggedAt = Number.NEGATIVE_INFINITY;

/** Signs the audit log's head when the last checkpoint is an hour old and entries have come since. Any number of processes may ask. */
export async function signHourly(): Promise<void> {
  try {
    await signCheckpoint(HOUR_MS);
  } catch (error) {
    if (!(error instanceof ChainContradicted)) throw error;
    if (performance.now() - loggedAt < HOUR_MS) return;
    loggedAt = performance.now();
    log.error({ err: error }, "the audit log was changed");
  }
}
