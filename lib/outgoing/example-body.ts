import { compose } from "./compose.ts";
import type { FactsOf, OutgoingType, PersonalOf } from "./event-types.ts";
import type { Outgoing } from "./outgoing.ts";

type Example<T extends OutgoingType> = {
  facts: FactsOf<T>;
  personal: PersonalOf<T>;
  /** The status of the case and the one before. Absent: it is about no case. */
  state?: readonly [status: string, previousStatus: string];
};

const AT = "2026-11-20T10:04:12.345Z";
const IN_PROGRESS = ["IN_PROGRESS", "NOT_STARTED"] as const;
const IN_REVIEW = ["IN_REVIEW", "IN_PROGRESS"] as const;
const COMPLETED = ["COMPLETED", "IN_REVIEW"] as const;
const REJECTED = ["REJECTED", "IN_REVIEW"] as const;
const FOLLOW_UP = { followUpId: 31, dueOn: "2026-11-27" };
const MARKED = { reason: "Ask for the second page of the register.", owner: "Ada Marsh" };
const DESTINATION = {
  destinationId: "7d5e2f0a-6f64-4c1b-9a53-0d1c2f7f9b1e",
  name: "Core banking",
  failingSince: "2026-11-15T08:00:00.000Z",
};

const EXAMPLES: { [T in OutgoingType]: Example<T> } = {
  "kyb.case.in_progress": { state: IN_PROGRESS, facts: {}, personal: {} },
  "kyb.case.in_review": { state: IN_REVIEW, facts: {}, personal: {} },
  "kyb.case.completed": { state: COMPLETED, facts: {}, personal: {} },
  "kyb.case.rejected": { state: REJECTED, facts: {}, personal: {} },
  "case.gap": { state: COMPLETED, facts: { missingStatus: "IN_REVIEW" }, personal: {} },
  "case.conflict": { state: COMPLETED, facts: { claimedStatus: "REJECTED" }, personal: {} },
  "account.enabled": { state: COMPLETED, facts: { enabledAt: AT }, personal: {} },
  "letter.sent": { state: REJECTED, facts: {}, personal: { recipient: "office@harbour.example" } },
  "letter.failed": { state: REJECTED, facts: {}, personal: { error: "550 5.1.1 No such mailbox" } },
  "follow-up.opened": { state: IN_REVIEW, facts: FOLLOW_UP, personal: MARKED },
  "follow-up.due": { state: IN_REVIEW, facts: FOLLOW_UP, personal: MARKED },
  "follow-up.resolved": { state: IN_REVIEW, facts: FOLLOW_UP, personal: { ...MARKED, outcome: "It has come." } },
  "run.gave-up": {
    state: COMPLETED,
    facts: { runId: 4711, handler: "enable-account", attempts: 5 },
    personal: { error: "connect ECONNREFUSED" },
  },
  "destination.failing": { facts: DESTINATION, personal: {} },
  "destination.disabled": { facts: { ...DESTINATION, reason: "Nothing but failures for 5 days." }, personal: {} },
  "destination.recovered": { facts: DESTINATION, personal: {} },
  test: { facts: { destinationId: DESTINATION.destinationId, sentBy: "Grace Wolff" }, personal: {} },
};

/** What a destination in the format `casewire` is sent of this type, made as real bodies are. */
export function exampleBody(type: OutgoingType, { personalData = false } = {}): Record<string, unknown> {
  const { state, facts, personal } = EXAMPLES[type];
  const [status, previousStatus] = state ?? [];
  const at = new Date(AT);
  const event = { id: 812, messageId: "msg_35kVxN8sZqG2LrTjWbHcYdPm4Ea" };
  const stored = {
    index: 0,
    sequence: 3,
    lastAt: null,
    clock: at,
    state: status
      ? { episode: 1, status, previousStatus: previousStatus ?? null, reason: reasonOf(status), statusSince: AT }
      : null,
    name: "Harbour Supplies Ltd",
    contactEmail: "office@harbour.example",
  };
  const about = state ? { source: "vove", refId: "acme-001" } : null;
  const outgoing = { type, key: type, about, event: state ? event : null, facts, personal } as Outgoing;
  const taker = {
    id: DESTINATION.destinationId,
    eventTypes: null,
    source: null,
    format: "casewire",
    personalData,
  } as const;
  const takers = [{ ...taker, state: "enabled" } as const];
  const { row } = compose(outgoing, stored, { messageId: "msg_example", sequence: state ? 4 : null, at, takers });
  return JSON.parse(row.personal_body ?? row.body);
}

function reasonOf(status: string): string | null {
  return status === "REJECTED" ? "DOCUMENT_MISMATCH" : null;
}
