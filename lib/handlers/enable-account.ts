import { sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { recordAll } from "#lib/audit/record";
import { checkCurrent } from "#lib/cases/projection/current";
import { outgoingOf } from "#lib/cases/projection/outgoing-of";
import { type Projected, projectCases } from "#lib/cases/projection/project-case";
import { project } from "#lib/cases/projection/projection";
import { formatTimestamp } from "#lib/format-timestamp";
import { emit } from "#lib/outgoing/emit";
import type { Outgoing } from "#lib/outgoing/outgoing";
import {
  type BatchedRun,
  batchOfOne,
  type HandledEvent,
  type Handler,
  type Outcome,
  type PlanLine,
} from "#lib/runs/handler";
import { caseRows } from "#lib/runs/lock-case";
import { type Effect, effectKey, findEffects, writeEffects } from "./effects.ts";
import { EVENT_TYPES } from "./event-types.ts";

const NAME = "enable-account";

/** Enables the account of a business when this event has completed its case. Needs nothing but the refId. */
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
  const enabled: Enabled[] = [];
  const outcomes = runs.map((run, index): Outcome => {
    const { line, episode, superseded, projected } = decisions[index] as Decision;
    run.log(line.sentence);
    if (line.would !== "do") return { state: "skipped", reason: line.sentence, superseded };
    enabled.push({ run, episode, projected, state: "done" });
    return { state: "succeeded" };
  });
  if (enabled.length === 0) return outcomes;
  const [enabledAt] = await Promise.all([
    writeAccounts(
      tx,
      enabled.map(({ run }) => run.event),
    ),
    writeEffects(tx, NAME, enabled),
  ]);
  await emit(
    tx,
    enabled.flatMap((one) => outgoingOfEnabled(one, enabledAt)),
  );
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

type Enabled = { run: BatchedRun; episode: number; projected: Projected | undefined; state: "done" };

/** Destinations are told of the event that completed the case first, whether or not update-case has run on it. */
function outgoingOfEnabled({ run: { event }, episode, projected }: Enabled, enabledAt: Date): Outgoing[] {
  if (!projected) return [];
  const { source, refId } = event;
  const { current } = projected.projection;
  return [
    ...outgoingOf({ source, refId, ...projected }),
    {
      type: "account.enabled",
      key: `account.enabled/${source}/${effectKey(refId, episode, NAME)}`,
      about: { source, refId },
      at: enabledAt,
      event,
      ...(current ? { state: { ...current, episode } } : {}),
      facts: { enabledAt: enabledAt.toISOString() },
    },
  ];
}

type Decision = { line: PlanLine; episode: number; superseded: boolean; projected: Projected | undefined };
type Account = { index: number; accountStatus: "enabled" | "disabled"; enabledAt: Date | null };

/** What is to be done about each event, in the order given. */
async function decide(tx: Tx, events: readonly HandledEvent[]): Promise<Decision[]> {
  // Pipelined: both are sent without waiting for the first's answer.
  const [projected, accounts] = await Promise.all([
    projectCases(tx, events),
    preparedQuery<Account>(
      tx,
      sql`
      select index, account_status, enabled_at
      from ${caseRows(events)} join businesses on businesses.source = asked.source and businesses.ref_id = asked.ref_id`,
    ),
  ]);
  const checked = events.map((event, index) => ({
    event,
    projected: projected[index],
    check: checkCurrent(event.id, projected[index]?.projection ?? project([])),
    account: accounts.find((row) => row.index === index),
  }));
  const current = checked.flatMap(({ event, check }) =>
    check.isCurrent ? [{ event, key: effectKey(event.refId, check.episode.number, NAME) }] : [],
  );
  const effects = await findEffects(tx, NAME, current);
  const effectOf = new Map(current.map(({ event }, index) => [event.id, effects[index]]));
  return checked.map(({ event, check, account, projected: of }): Decision => {
    if (!check.isCurrent) {
      return { line: { would: "skip", sentence: check.why }, episode: 0, superseded: true, projected: of };
    }
    const episode = check.episode.number;
    const effect = effectKey(event.refId, episode, NAME);
    return {
      line: { effectKey: effect, ...decideCurrent(effectOf.get(event.id), account) },
      episode,
      superseded: false,
      projected: of,
    };
  });
}

function decideCurrent(done: Effect | undefined, account: Account | undefined): Omit<PlanLine, "effectKey"> {
  const already = (at: Date | null) =>
    `Account already enabled${at ? ` at ${formatTimestamp(at)}` : ""}: nothing to do.`;
  if (done) return { would: "not-repeat", sentence: already(done.at) };
  if (account?.accountStatus !== "enabled") return { would: "do", sentence: "Enable the account." };
  return { would: "nothing", sentence: already(account.enabledAt) };
}

/** Returns when the accounts were enabled. */
async function writeAccounts(tx: Tx, events: readonly HandledEvent[]): Promise<Date> {
  const [written] = await preparedQuery<{ enabledAt: Date }>(
    tx,
    sql`
    insert into businesses (source, ref_id, account_status, enabled_at, updated_at)
    select source, ref_id, 'enabled', now(), now() from ${caseRows(events)} order by source, ref_id
    on conflict (source, ref_id) do update set (account_status, enabled_at, updated_at) =
      (excluded.account_status, excluded.enabled_at, excluded.updated_at)
    returning enabled_at`,
  );
  if (!written) throw new Error("no account was written");
  return written.enabledAt;
}
