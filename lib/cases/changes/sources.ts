import { type SQL, sql } from "drizzle-orm";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import type { ChangeKind } from "./filter.ts";

/** Where changes are read, the last first at one moment: a cause stands before what followed from it. */
export const SOURCES = ["message", "account", "follow-up-opened", "follow-up-done"] as const;
export type ChangeSource = (typeof SOURCES)[number];

/** A change as it is stored; what it has none of is null. */
export type StoredChange = {
  from: ChangeSource;
  /** When it was known here. */
  at: Date;
  id: number;
  source: string;
  refId: string;
  episode: number | null;
  status: CaseStatus | null;
  previousStatus: CaseStatus | null;
  verdict: "applied" | "gap" | "conflict" | null;
  /** The sender's. */
  reason: string | null;
  messageId: string | null;
  occurredAt: Date | null;
  followUpReason: string | null;
  followUpOutcome: string | null;
  dueOn: string | null;
  /** Who opened or resolved the follow-up, or enabled the account. */
  by: string | null;
};

/** Rows that one query looks through at most: kinds and people have no index in the order of time. */
export const MAX_LOOKED_AT = 20_000;

/** The time of the changes, and the place after which a page goes on. */
export type Span = { from: string; to: string; before: { at: string; id: number } | undefined };

/** The columns that a source lacks. */
const none = (...names: string[]) =>
  sql.raw(names.map((name) => `null::${NULLS[name] ?? "text"} as ${name}`).join(", "));

const NULLS: Record<string, string> = {
  episode: "int",
  status: "case_status",
  previous_status: "case_status",
  verdict: "event_verdict",
  occurred_at: "timestamptz",
  due_on: "date",
};

function within(at: SQL, id: SQL, { from, to, before }: Span): SQL {
  const place = before ? sql`and (${at}, ${id}) < (${before.at}::timestamptz, ${before.id}::bigint)` : sql``;
  return sql`${at} >= ${from}::timestamptz and ${at} < ${to}::timestamptz ${place}`;
}

/** The newest rows of a source in the time, as StoredChange without its name; at most MAX_LOOKED_AT. */
export const READ: Record<ChangeSource, (span: Span) => SQL> = {
  // events_received
  message: (span) => sql`
    select received_at as at, id, source, ref_id, episode, status, previous_status, verdict, reason, message_id, occurred_at,
      ${none("follow_up_reason", "follow_up_outcome", "due_on", "by")}
    from events where ${within(sql`received_at`, sql`id`, span)}
    order by received_at desc, id desc limit ${MAX_LOOKED_AT}::int`,
  // audit_action. Ids ascend with the times, which PostgreSQL does not know: the first condition starts it near the time, with an hour to
  // spare for a clock that was set back.
  account: (span) => sql`
    select at, id, detail->>'source' as source, substr(subject_id, length(detail->>'source') + 2) as ref_id,
      (detail->>'episode')::int as episode, ${none("status", "previous_status", "verdict", "reason")}, detail->>'messageId' as message_id,
      ${none("occurred_at", "follow_up_reason", "follow_up_outcome", "due_on")}, actor_id as by
    from audit_entries
    where action = 'account.enabled' and subject_kind = 'case' and ${within(sql`at`, sql`id`, span)}
      and id <= (select id from audit_entries where at < ${span.to}::timestamptz + interval '1 hour' order by at desc limit 1)
      and id >= (select id from audit_entries where at >= ${span.from}::timestamptz - interval '1 hour' order by at limit 1)
    order by at desc, id desc limit ${MAX_LOOKED_AT}::int`,
  // follow_ups_created
  "follow-up-opened": (span) => followUps(span, "created"),
  // follow_ups_resolved
  "follow-up-done": (span) => followUps(span, "resolved"),
};

function followUps(span: Span, step: "created" | "resolved"): SQL {
  const at = sql.raw(`follow_ups.${step}_at`);
  return sql`
    select ${at} as at, follow_ups.id, cases.source, cases.ref_id, cases.episode,
      ${none("status", "previous_status", "verdict", "reason", "message_id", "occurred_at")}, follow_ups.reason as follow_up_reason,
      ${step === "resolved" ? sql`follow_ups.outcome` : sql`null::text`} as follow_up_outcome, follow_ups.due_on,
      ${sql.raw(`follow_ups.${step}_by`)} as by
    from follow_ups join cases on cases.id = follow_ups.case_id
    where ${within(at, sql`follow_ups.id`, span)}
    order by ${at} desc, follow_ups.id desc limit ${MAX_LOOKED_AT}::int`;
}

/** The condition on the rows of `READ.message` behind each kind of message. */
export const MESSAGE_KINDS: Partial<Record<ChangeKind, SQL>> = {
  opened: sql`(verdict in ('applied', 'gap') and previous_status = 'NOT_STARTED')`,
  moved: sql`(verdict in ('applied', 'gap') and previous_status <> 'NOT_STARTED' and status not in ('COMPLETED', 'REJECTED'))`,
  ended: sql`(verdict in ('applied', 'gap') and status in ('COMPLETED', 'REJECTED'))`,
  contradicted: sql`(verdict = 'conflict')`,
  missing: sql`(verdict = 'gap')`,
};

/** Messages that changed a case: those of any kind. */
export const CHANGED_A_CASE = sql`verdict in ('applied', 'gap', 'conflict')`;

/** The kinds of a change, as the conditions above choose them. */
export function kindsOf({ from, verdict, status, previousStatus }: StoredChange): ChangeKind[] {
  if (from === "account") return ["account-enabled"];
  if (from !== "message") return [from];
  if (verdict === "conflict") return ["contradicted"];
  const ended = status === "COMPLETED" || status === "REJECTED";
  const opened = previousStatus === "NOT_STARTED";
  return [
    ...(opened ? (["opened"] as const) : []),
    ...(ended ? (["ended"] as const) : []),
    ...(opened || ended ? [] : (["moved"] as const)),
    ...(verdict === "gap" ? (["missing"] as const) : []),
  ];
}

/** The source that has changes of this kind. */
export function sourceOf(kind: ChangeKind): ChangeSource {
  if (kind === "account-enabled") return "account";
  return kind === "follow-up-opened" || kind === "follow-up-done" ? kind : "message";
}
