import { sql } from "drizzle-orm";
import { z } from "zod";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorizePreview } from "#lib/authorize";
import { isoTimeInput } from "#lib/iso-time";
import { exactText } from "#lib/query-params";

export const decisionsFilter = z.object({
  source: exactText.optional(),
  status: z.enum(["COMPLETED", "REJECTED"], "COMPLETED or REJECTED.").optional(),
  /** Decided at this time or later, by the sender's clock; ISO 8601, UTC where it names no zone. */
  from: isoTimeInput.optional(),
  /** Decided before this time; now unless given. */
  to: isoTimeInput.optional(),
});
export type DecisionsFilter = z.infer<typeof decisionsFilter>;

/** One onboarding that ended, with what its decision stands on and what followed from it. */
export type Decision = {
  caseId: number;
  source: string;
  refId: string;
  name: string | null;
  onboarding: number;
  /** There is no later onboarding of the case. */
  latest: boolean;
  status: "COMPLETED" | "REJECTED";
  previousStatus: string | null;
  reason: string | null;
  decidedAt: Date;
  /** What the sender's clock was read from. */
  clock: "message-id" | "timestamp" | "receipt";
  receivedAt: Date;
  messageId: string;
  secretFingerprint: string;
  /** A message before the decision never reached us. */
  gap: boolean;
  /** A later message contradicts the decision. */
  conflict: boolean;
  accountEnabledAt: Date | null;
  accountEnabledBy: string | null;
  accountEnabledFor: string | null;
  letterState: string | null;
  letterAt: Date | null;
  assignee: string | null;
  held: boolean;
};

const PAGE_ROWS = 500;

/** The decisions of the filter in the order in which they were made, page by page, each read when the page before it was taken. */
export async function* decisionPages(actor: Actor, filter: DecisionsFilter): AsyncGenerator<Decision[]> {
  authorizePreview(actor, "decisions:export");
  recordRead(actor, { what: "cases" });
  let after: Decision | undefined;
  do {
    const page = await readPage(filter, after);
    yield page;
    after = page.length === PAGE_ROWS ? page.at(-1) : undefined;
  } while (after);
}

/** Walks episodes_decided. One text for all filters, so that it is prepared once. */
function readPage({ source, status, from, to }: DecisionsFilter, after: Decision | undefined): Promise<Decision[]> {
  const place = after
    ? [after.decidedAt.toISOString(), String(after.caseId), String(after.onboarding)]
    : [from ?? "-infinity", "0", "0"];
  return preparedQuery<Decision>(
    database(),
    sql`
    select cases.id as case_id, cases.source, cases.ref_id, businesses.name, decided.number as onboarding,
      cases.episode = decided.number as latest, decided.status, decided.previous_status, decided.reason,
      decided.status_since as decided_at, events.clock, events.received_at, events.message_id, events.secret_fingerprint,
      decided.gap, decided.conflict, account.at as account_enabled_at, account.handler as account_enabled_by,
      account.message_id as account_enabled_for, letter.state as letter_state, letter.at as letter_at,
      users.name as assignee, cases.held
    from episodes as decided
    join cases on cases.id = decided.case_id
    join events on events.id = decided.status_event_id
    left join businesses on businesses.source = cases.source and businesses.ref_id = cases.ref_id
    left join users on users.id = cases.assignee_id
    left join lateral (
      select effects.at, effects.handler, because.message_id from effects
      join events as because on because.id = effects.event_id
      where effects.source = cases.source and effects.ref_id = cases.ref_id and effects.episode = decided.number
        and effects.handler = 'enable-account' and effects.state = 'done'
      order by effects.id limit 1) as account on true
    left join lateral (
      select effects.state, effects.at from effects
      where effects.source = cases.source and effects.ref_id = cases.ref_id and effects.episode = decided.number
        and effects.handler = 'notify-customer'
      order by effects.id desc limit 1) as letter on true
    where decided.status in ('COMPLETED', 'REJECTED')
      and decided.status_since >= ${from ?? "-infinity"}::timestamptz and decided.status_since < ${to ?? "infinity"}::timestamptz
      and (decided.status_since, decided.case_id, decided.number) > (${place[0]}::timestamptz, ${place[1]}::bigint, ${place[2]}::int)
      and coalesce(decided.status = ${status ?? null}::case_status, true)
      and coalesce(cases.source = ${source ?? null}, true)
    order by decided.status_since, decided.case_id, decided.number
    limit ${PAGE_ROWS}::int`,
  );
}
