/** The enum types of the tables' columns. */
import { pgEnum } from "drizzle-orm/pg-core";
import { CASE_STATUSES } from "./case-statuses.ts";

export const caseStatus = pgEnum("case_status", CASE_STATUSES);
export const eventVerdict = pgEnum("event_verdict", ["applied", "late", "gap", "conflict", "repeat", "unrecognised"]);
export const eventClock = pgEnum("event_clock", ["message-id", "timestamp", "receipt"]);
export const receiptOutcome = pgEnum("receipt_outcome", ["accepted", "duplicate", "payload_mismatch", "rejected"]);
export const runState = pgEnum("run_state", ["queued", "running", "succeeded", "failed", "dead", "skipped"]);
export const runTrigger = pgEnum("run_trigger", ["receipt", "retry", "duplicate", "rerun", "replay", "emitted"]);
export const effectState = pgEnum("effect_state", ["intended", "done", "unknown", "not-sent", "failed", "waived"]);
export const accountStatus = pgEnum("account_status", ["disabled", "enabled"]);
export const replayState = pgEnum("replay_state", ["running", "finished", "cancelled"]);
export const destinationFormat = pgEnum("destination_format", ["casewire", "as-received"]);
export const destinationState = pgEnum("destination_state", ["enabled", "disabled"]);
export const removalKind = pgEnum("removal_kind", [
  "rejections",
  "receipts",
  "attempts",
  "cases",
  "unrecognised",
  "reads",
]);
export const settledKind = pgEnum("settled_kind", ["gap", "conflict"]);
export const exportState = pgEnum("export_state", ["running", "finished", "failed", "cancelled"]);
export const actorKind = pgEnum("actor_kind", ["user", "token", "source", "job"]);
export const role = pgEnum("role", ["viewer", "analyst", "engineer", "admin"]);
