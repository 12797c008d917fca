import { createHash } from "node:crypto";
import type { Random } from "#bin/simulate/random";
import { effects, letters, runs } from "#db/schema";
import { formatTimestamp } from "#lib/format-timestamp";
import { effectKey } from "#lib/handlers/effects";
import { handlersFor } from "#lib/handlers/event-types";
import { composeRejection } from "#lib/letters/compose-rejection";
import type { Business } from "./business-rows.ts";
import type { StoredEvent } from "./event-rows.ts";
import { chainOfAttempts, type Ending } from "./run-attempts.ts";
import type { Desk } from "./seed-context.ts";

const ENABLE_ACCOUNT = "enable-account";

type Handled = { desk: Desk; event: StoredEvent; refId: string; business: Business; random: Random };

/** The runs of an event's handlers, the effects they had and the entries they left. Changes `business` where an account is enabled. */
export function addRuns(handled: Handled): void {
  for (const handler of handlersFor(handled.event.type)) {
    const { ending, effect } = endingOf(handled, handler);
    const { desk, event, refId, random } = handled;
    const chain = chainOfAttempts(event.receivedAt, ending, random).map((attempt) => ({
      ...attempt,
      id: desk.nextId("runs"),
      eventId: event.id,
      source: event.source,
      refId,
      occurredAt: event.occurredAt,
      handler,
    }));
    for (const run of chain) desk.rows.add(runs, run);
    const last = chain.at(-1);
    if (!effect || !last) continue;
    const { startedAt, endedAt } = last;
    if (handler === ENABLE_ACCOUNT) handled.business.enabledAt = endedAt;
    const times = { intendedAt: startedAt ?? event.receivedAt, at: endedAt ?? event.receivedAt };
    addEffect(handled, handler, { ...effect, ...times, runId: last.id });
  }
}

type Effect = { state: (typeof effects.$inferSelect)["state"]; detail: string | null };
type Decision = { ending: Ending; effect?: Effect };

function endingOf(handled: Handled, handler: string): Decision {
  const { event, business, random } = handled;
  if (handler === "update-case") return { ending: { state: "succeeded", line: `Case set to ${event.status}.` } };
  if (event.verdict !== "applied" && event.verdict !== "gap") {
    return { ending: { state: "skipped", line: "This event is not where the case stands.", superseded: true } };
  }
  if (handler === ENABLE_ACCOUNT) return enabling(business);
  if (!business.contactEmail) {
    const line = "no contact on file";
    return { ending: { state: "skipped", line }, effect: { state: "not-sent", detail: line } };
  }
  return sending(random, handled.desk.often);
}

function enabling(business: Business): Decision {
  if (business.enabledAt) {
    const line = `Account already enabled at ${formatTimestamp(business.enabledAt)}: nothing to do.`;
    return { ending: { state: "skipped", line } };
  }
  return { ending: { state: "succeeded", line: "Enable the account." }, effect: { state: "done", detail: null } };
}

function sending(random: Random, often: number): Decision {
  const chance = random.next() / often;
  if (chance < 0.02) {
    const line = "Letter not sent: 451 4.7.1 Try again later";
    return { ending: { state: "dead", line }, effect: { state: "failed", detail: line } };
  }
  if (chance < 0.021) {
    const line =
      "The letter may have left (the worker was lost): it is not sent again until a person says what happened.";
    return { ending: { state: "succeeded", line }, effect: { state: "unknown", detail: line } };
  }
  const line = "Letter sent; the server said: 250 2.0.0 Ok: queued";
  return { ending: { state: "succeeded", line }, effect: { state: "done", detail: line } };
}

type Had = Effect & { runId: number; intendedAt: Date; at: Date };

function addEffect(handled: Handled, handler: string, effect: Had): void {
  const { desk, event, refId, business } = handled;
  const { state, detail, runId, intendedAt, at } = effect;
  const id = desk.nextId("effects");
  const episode = event.episode ?? 1;
  const { source } = event;
  const key = effectKey(refId, episode, handler);
  const written = { id, source, refId, episode, key, handler, eventId: event.id, runId, state, detail };
  desk.rows.add(effects, { ...written, intendedAt, at });
  if (handler === "notify-customer" && business.contactEmail) {
    const digest = createHash("sha256").update(`${source}\n${key}`).digest("hex");
    const mailId = `<${digest.slice(0, 40)}@casewire>`;
    const composed = composeRejection({ refId, name: business.name, reason: event.reason });
    desk.rows.add(letters, { effectId: id, mailId, recipient: business.contactEmail, ...composed });
  }
  if (state !== "done") return;
  desk.audit.record({
    at,
    actor: { kind: "job", id: handler, label: handler },
    action: handler === "notify-customer" ? "letter.sent" : "account.enabled",
    subject: { kind: "case", id: `${source}/${refId}` },
    detail: { source, episode, messageId: event.messageId, runId },
  });
}
