import { sql } from "drizzle-orm";
import type { Database } from "#db/pool";
import { type ExpectedEpisode, type ExpectedState, expectedStateOf } from "./expected-state.ts";
import type { SentLifecycle } from "./lifecycle.ts";

type CaseRow = {
  source: string;
  ref_id: string;
  current: ExpectedEpisode;
  episodes: ExpectedEpisode[];
  enabled: boolean;
};
type EventRow = { source: string; message_id: string; verdict: string | null; episode: number | null };

/** A sentence for each difference between the stored cases and the expected ones. */
export async function compareLifecycles(database: Database, lifecycles: readonly SentLifecycle[]): Promise<string[]> {
  const cases = new Map((await casesStored(database)).map((row) => [`${row.source}/${row.ref_id}`, row]));
  const events = new Map((await eventsStored(database)).map((row) => [`${row.source}/${row.message_id}`, row]));
  return lifecycles.flatMap((lifecycle) => {
    const expected = expectedStateOf(lifecycle);
    const found = cases.get(`${lifecycle.source}/${lifecycle.refId}`);
    const problems = [...caseProblems(expected, found), ...eventProblems(expected, lifecycle.source, events)];
    return problems.map((what) => `${what} Deliveries: ${summarize(lifecycle)}.`);
  });
}

function casesStored(database: Database) {
  const place = (table: string, number: string) =>
    sql.raw(`jsonb_build_object('number', ${table}.${number}, 'status', ${table}.status, 'gap', ${table}.gap,
      'conflict', ${table}.conflict, 'from', (select message_id from events where id = ${table}.status_event_id))`);
  return database.execute<CaseRow>(sql`
    select source, ref_id, ${place("cases", "episode")} as current,
      (select jsonb_agg(${place("episodes", "number")} order by number) from episodes where case_id = cases.id) as episodes,
      exists (select from businesses b where b.source = cases.source and b.ref_id = cases.ref_id and account_status = 'enabled') as enabled
    from cases`);
}

function eventsStored(database: Database) {
  return database.execute<EventRow>(sql`select source, message_id, verdict, episode from events`);
}

function caseProblems({ episodes }: ExpectedState, found: CaseRow | undefined): string[] {
  const last = episodes.at(-1);
  if (!last) return found ? ["There is a case without an event."] : [];
  if (!found) return ["There is no case."];
  const wrong: [boolean, string][] = [
    [!same(found.current, last), `The case is ${JSON.stringify(found.current)}, not ${JSON.stringify(last)}.`],
    [
      found.episodes.length !== episodes.length || !episodes.every((one, n) => same(found.episodes[n], one)),
      `Its episodes are ${JSON.stringify(found.episodes)}, not ${JSON.stringify(episodes)}.`,
    ],
    [last.status === "COMPLETED" && !found.enabled, "It is completed, and its account is not enabled."],
  ];
  return wrong.flatMap(([is, what]) => (is ? [what] : []));
}

function eventProblems({ verdicts }: ExpectedState, source: string, events: ReadonlyMap<string, EventRow>): string[] {
  return [...verdicts].flatMap(([messageId, { verdict, episode }]) => {
    const found = events.get(`${source}/${messageId}`);
    if (!found) return [`${messageId} is lost.`];
    if (found.verdict === verdict && found.episode === episode) return [];
    return [`${messageId} is ${found.verdict} in episode ${found.episode}, not ${verdict} in ${episode}.`];
  });
}

function same(found: ExpectedEpisode | undefined, { number, status, gap, conflict, from }: ExpectedEpisode): boolean {
  return (
    found !== undefined &&
    found.number === number &&
    found.status === status &&
    found.gap === gap &&
    found.conflict === conflict &&
    found.from === from
  );
}

function summarize({ messages, deliveries }: SentLifecycle): string {
  return deliveries
    .map(({ message, otherBytes }) => {
      const what = messages[message]?.content;
      const text = what && "status" in what ? `${what.previousStatus}>${what.status}` : "noise";
      return `${message}:${text}${otherBytes ? " (other bytes)" : ""}`;
    })
    .join(", ");
}
