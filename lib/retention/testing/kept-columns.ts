import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import * as access from "#db/access-schema";
import * as factors from "#db/factor-schema";

/** Tables that hold nothing about a business, and why. */
const TABLES: Record<string, string> = {
  sources: "configuration",
  source_secrets: "configuration; secrets are sealed and wiped when they end",
  destinations: "configuration; custom headers are sealed",
  destination_secrets: "configuration; secrets are sealed and wiped when they end",
  workers: "processes of ours, deleted a day after their last heartbeat",
  removals: "counts of what was removed",
  retention_walks: "how far retention has come",
  case_tallies: "counts",
  rejection_tallies: "addresses of strangers, deleted after 30 days by the worker",
  preferences: "how a person of the staff wants the pages",
  saved_views: "filters of the staff, deleted by their owners",
  saved_view_visits: "ids of the staff",
  reason_templates: "words of the staff about no case",
  hourly_figures: "counts",
  counted_cases: "statuses, times and codes",
  figure_progress: "how far the worker has counted",
  settings: "configuration; secrets are sealed",
  seal_check: "a sealed value that tells whether CASEWIRE_SECRET is the right one",
  audit_keys: "keys of ours",
  audit_checkpoints: "hashes and their signatures",
  data_reads: "ids: who of the staff read what, and when; removed by a setting of its own",
};

const ID = "an id: by it a duplicate is recognised, and what was done is found";
const STAFF = "who of the staff did it: an act without its actor proves nothing";
const CODE_OF_OURS = "one of our own codes";

/** Columns that stay when a case is emptied, and why. Any other column must be empty after a sweep. */
const COLUMNS: Record<string, string> = {
  "cases.source": ID,
  "cases.ref_id": ID,
  "cases.assignee_id": STAFF,
  "cases.follow_up_owner_id": STAFF,
  "business_words.source": ID,
  "business_words.ref_id": ID,
  "businesses.source": ID,
  "businesses.ref_id": ID,
  "events.source": ID,
  "events.message_id": ID,
  "events.body_hash": "a hash: by it other bytes under the same id are recognised",
  "events.type": CODE_OF_OURS,
  "events.ref_id": ID,
  "events.secret_fingerprint": "a fingerprint",
  "runs.source": ID,
  "runs.ref_id": ID,
  "runs.handler": CODE_OF_OURS,
  "runs.requested_by": STAFF,
  "runs.worker": "which process of ours",
  "outgoing_events.message_id": ID,
  "outgoing_events.key": ID,
  "outgoing_events.type": CODE_OF_OURS,
  "outgoing_events.source": ID,
  "outgoing_events.ref_id": ID,
  "delivery_attempts.url": "the address of a service of the adopter",
  "delivery_attempts.request_headers": "ids, a signature, and the names of sealed headers",
  "delivery_attempts.peer_address": "the address of a service of the adopter",
  "effects.source": ID,
  "effects.ref_id": ID,
  "effects.key": ID,
  "effects.handler": CODE_OF_OURS,
  "follow_ups.owner_id": STAFF,
  "follow_ups.created_by": STAFF,
  "follow_ups.resolved_by": STAFF,
  "legal_holds.held_by": STAFF,
  "legal_holds.released_by": STAFF,
  "notes.author_id": STAFF,
  "replays.requested_by": STAFF,
  "replays.handler": CODE_OF_OURS,
  "replays.failure": "a hash",
  "runs.failure": "a hash",
  "settlements.settled_by": STAFF,
  "exports.kind": CODE_OF_OURS,
  "exports.selection": "a filter of the staff, without the words that were searched",
  "exports.format": CODE_OF_OURS,
  "exports.source": ID,
  "exports.ref_id": ID,
  "exports.requested_by": STAFF,
  "exports.requested_by_id": STAFF,
  "audit_words.field": CODE_OF_OURS,
  "audit_words.source": ID,
  "audit_words.ref_id": ID,
  "audit_entries.actor_id": STAFF,
  "audit_entries.actor_label": STAFF,
  "audit_entries.action": CODE_OF_OURS,
  "audit_entries.subject_kind": CODE_OF_OURS,
  "audit_entries.subject_id": ID,
  "audit_entries.detail":
    "facts and digests; in entries from before words stood beside the chain also words, which cannot be taken out",
  "audit_entries.line": "the same, as it was hashed",
  "audit_entries.previous_hash": "a hash",
  "audit_entries.hash": "a hash",
};

/** Why a column stays when a case is emptied. Undefined: it must not. */
export function whyKept(table: string, column: string): string | undefined {
  return WHOLE.get(table) ?? COLUMNS[`${table}.${column}`];
}

/** Names in COLUMNS that no column has. */
export function keptInVain(existing: ReadonlySet<string>): string[] {
  return Object.keys(COLUMNS).filter((name) => !existing.has(name));
}

const WHOLE = new Map([
  ...Object.entries(TABLES),
  ...[access, factors]
    .flatMap((schema) => Object.values(schema))
    .filter((value): value is PgTable => is(value, PgTable))
    .map((table): [string, string] => [getTableName(table), "staff and how they sign in"]),
]);
