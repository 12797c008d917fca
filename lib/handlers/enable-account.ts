import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { recordAll } from "#lib/audit/record";
import { standingOf } from "#lib/cases/projection/current";
import { projectCases } from "#lib/cases/projection/project-case";
import { project } from "#lib/cases/projection/projection";
import { formatTimestamp } from "#lib/format-timestamp";
import { type BatchedRun, batchOfOne } from "#lib/runs/batched-run";
import type { Outcome } from "#lib/runs/end-run";
import type { HandledEvent, Handler, PlanLine } from "#lib/runs/handler";
import { places } from "#lib/runs/lock-case";
import { effectKey, findEffects, writeEffects } from "./effects.ts";
import { EVENT_TYPES } from "./event-types.ts";

const NAME = "enable-account";

/** Enables the account of a business whose case this event has completed. Needs nothing but the refId. */
export const enableAccount: Handler = {
  name: NAME,
  eventTypes: EVENT_TYPES[NAME],
  timeoutMs: 20_000,

  async plan(tx, event) {
    return (await decide(tx, [event])).map(({ line }) => line);
  },

  run: batchOfOne(enableAccounts),
  runBatch: enableAccounts,
};

async function enableAccounts(tx: Tx, runs: readonly BatchedRun[]): Promise<Outcome[]> {
  const decisions = await decide(
    tx,
    runs.map(({ event }) => event),
  );
  const enabled: { run: BatchedRun; episode: number; state: "done" }[] = [];
  const outcomes = runs.map((run, place): Outcome => {
    const { line, episode, superseded } = decisions[place] as Decision;
    run.log(line.sentence);
    if (line.would !== "do") return { state: "skipped", reason: line.sentence, superseded };
    enabled.push({ run, episode, state: "done" });
    return { state: "succeeded" };
  });
  if (enabled.length === 0) return outcomes;
  await Promise.all([
    writeEnabled(
      tx,
      enabled.map(({ run }) => run.event),
    ),
    writeEffects(tx, NAME, enabled),
  ]);
  await recordAll(
    tx,
    enabled.map(({ run: { id, event }, episode }) => ({
      actor: { kind: "job", id: NAME, label: NAME },
      action: "account.enabled",
      subject: { kind: "case", id: `${event.source}/${event.refId}` },
      detail: { source: event.source, episode, messageId: event.messageId, runId: id },
    })),
  );
  return outcomes;
}

type Decision = { line: PlanLine; episode: number; superseded: boolean };
type Business = { place: number; accountStatus: "enabled" | "disabled"; enabledAt: Date | null };

async function decide(tx: Tx, events: readonly HandledEvent[]): Promise<Decision[]> {
  const businesses = preparedQuery<Business>(
    tx,
    sql`
    select place, account_status, enabled_at
    from ${places(events)} join businesses on businesses.source = asked.source and businesses.ref_id = asked.ref_id`,
  );
  // Sent one behind the other, without waiting for the first's answer.
  const [projected, known] = await Promise.all([projectCases(tx, events), businesses]);
  const asked = events.map((event, place) => {
    const standing = standingOf(event.id, projected[place]?.projection ?? project([]));
    const episode = standing.news ? standing.episode.number : 0;
    return { event, standing, episode, key: effectKey(event.refId, episode, NAME) };
  });
  const news = asked.filter(({ standing }) => standing.news);
  const effects = await findEffects(tx, NAME, news);
  const effectOf = new Map(news.map(({ event }, place) => [event.id, effects[place]]));
  return asked.map(({ event, standing, episode, key }, place): Decision => {
    if (!standing.news) return { line: { would: "skip", sentence: standing.why }, episode, superseded: true };
    const done = effectOf.get(event.id);
    const business = known.find((row) => row.place === place);
    const already = (at: string) => `Account already enabled${at}: nothing to do.`;
    const line = (would: PlanLine["would"], sentence: string) => ({
      line: { would, effectKey: key, sentence },
      episode,
      superseded: false,
    });
    if (done) return line("not-repeat", already(` at ${formatTimestamp(done.at)}`));
    if (business?.accountStatus !== "enabled") return line("do", "Enable the account.");
    return line("nothing", already(business.enabledAt ? ` at ${formatTimestamp(business.enabledAt)}` : ""));
  });
}

async function writeEnabled(tx: Tx, events: readonly HandledEvent[]): Promise<void> {
  await preparedQuery(
    tx,
    sql`
    insert into businesses (source, ref_id, account_status, enabled_at, updated_at)
    select source, ref_id, 'enabled', now(), now() from ${places(events)} order by source, ref_id
    on conflict (source, ref_id) do update set (account_status, enabled_at, updated_at) =
      (excluded.account_status, excluded.enabled_at, excluded.updated_at)`,
  );
}
