import { type SQL, sql } from "drizzle-orm";
import { disagreements } from "#bin/simulate/compare";
import type { Plan } from "#bin/simulate/plan";
import { stateFromDatabase } from "#bin/simulate/read-from-database";
import type { Database } from "#db/pool";
import type { MailServer } from "#lib/letters/testing/mail-server";
import type { Traffic } from "#tools/chaos/environment/traffic";

/** The comparison at the end of a scenario. */
export type Outcome = {
  sent: number;
  acknowledged: number;
  /** Acknowledged and not stored. */
  lost: number;
  doubled: { events: number; runs: number; effects: number; letters: number };
  /** Letters of which it is unknown whether they were sent: a person decides. */
  unknownLetters: number;
  cases: { right: number; of: number };
  /** A sentence for each fault. */
  wrong: string[];
};

const SOURCE = "vove";

/** Compares what is stored, and the letters that arrived, with what was sent. */
export async function findOutcome(
  database: Database,
  plan: Plan,
  { traffic, mail }: { traffic: Traffic; mail: MailServer },
): Promise<Outcome> {
  const genuine = plan.messages.filter(({ kind }) => kind !== "forged");
  const refIds = plan.expectedCases.map(({ refId }) => refId);
  const messageIds = plan.messages.map(({ messageId }) => messageId);
  const state = stateFromDatabase(database, { source: SOURCE, refIds, messageIds });
  const waiting = await state.pending();
  const found = await state.read();
  const wrongCases = new Set(
    plan.expectedCases
      .filter((truth) => disagreements({ messages: [], expectedCases: [truth] }, found).length > 0)
      .map(({ refId }) => refId),
  );
  const { mailIds } = mail;
  const doubled = { ...(await countDoubled(database)), letters: mailIds.length - new Set(mailIds).size };
  const lost = [...traffic.acknowledged.keys()].filter((messageId) => !found.events.has(messageId));
  const unacknowledged = genuine.filter(({ messageId }) => !traffic.acknowledged.has(messageId));
  const wrong = [
    ...traffic.surprises,
    ...disagreements(plan, found),
    ...lost.map((messageId) => `${messageId} was acknowledged and is lost.`),
    ...unacknowledged.map(({ messageId }) => `${messageId} was never acknowledged.`),
    ...Object.entries(doubled).flatMap(([what, n]) => (n > 0 ? [`${n} ${what} happened twice.`] : [])),
    ...(await letterProblems(database, plan, mailIds.length)),
    ...(waiting.runs > 0 ? [`${waiting.runs} runs were still to be done.`] : []),
    ...(waiting.events > 0 ? [`${waiting.events} events were not placed in their cases.`] : []),
  ];
  return {
    sent: genuine.length,
    acknowledged: traffic.acknowledged.size,
    lost: lost.length,
    doubled,
    unknownLetters: await count(database, sql`select from effects where state = 'unknown'`),
    cases: { right: refIds.length - wrongCases.size, of: refIds.length },
    wrong,
  };
}

async function countDoubled(database: Database): Promise<{ events: number; runs: number; effects: number }> {
  return {
    events: await count(database, sql`select from events group by source, message_id having count(*) > 1`),
    // Runs that a person requested, also by a replay, are meant to repeat.
    runs: await count(
      database,
      sql`select from runs where state = 'succeeded' and requested_by is null group by event_id, delivery_id, handler having count(*) > 1`,
    ),
    // The audit log has an entry for each execution; the unique key of an effect would hide a second one.
    effects: await count(
      database,
      sql`select from audit_entries where action in ('account.enabled', 'letter.sent')
        group by action, subject_id, detail->>'episode' having count(*) > 1`,
    ),
  };
}

type LetterRow = { ref_id: string; recorded: boolean; runs: string[] };

/** A rejected case's letter must have arrived or be shown as unknown, and no letter may be called sent that did not arrive. */
async function letterProblems(database: Database, { expectedCases }: Plan, arrived: number): Promise<string[]> {
  // By the event or by the key, because an episode's number increases when an earlier one arrives late.
  const rows = await database.execute<LetterRow>(sql`
    select ref_id,
      exists (select from effects where handler = 'notify-customer' and state in ('done', 'unknown')
        and source = cases.source and ref_id = cases.ref_id
        and (event_id = cases.status_event_id or episode = cases.episode)) as recorded,
      to_jsonb(array(select state::text || coalesce(': ' || skipped, ': ' || error, '') from runs
        where handler = 'notify-customer' and event_id = cases.status_event_id order by id)) as runs
    from cases where status = 'REJECTED'`);
  const missing = rows.filter(
    ({ ref_id, recorded }) => !recorded && expectedCases.some(({ refId }) => refId === ref_id),
  );
  const done = await count(database, sql`select from effects where handler = 'notify-customer' and state = 'done'`);
  return [
    ...missing.map(
      ({ ref_id, runs }) =>
        `Case ${ref_id} was rejected, and its letter neither left nor is shown as unknown (${runs.join(", ")}).`,
    ),
    ...(done > arrived ? [`${done} letters are called sent, and ${arrived} arrived.`] : []),
  ];
}

async function count(database: Database, query: SQL): Promise<number> {
  const [row] = await database.execute<{ n: number }>(sql`select count(*)::int as n from (${query}) as found`);
  return row?.n ?? 0;
}
