import { createHash } from "node:crypto";
import type { Random } from "#bin/simulate/random";
import { effects, letters, runs } from "#db/schema";
import { formatTimestamp } from "#lib/format-timestamp";
import { effectKey } from "#lib/handlers/effects";
import { handlersFor } from "#lib/handlers/event-types";
import { composeRejection } from "#lib/letters/compose-rejection";
import type { Business } from "./business-rows.ts";
import type { StoredEvent } from "./event-rows.ts";
import { type ChainEnd, generateAttempts } from "./run-attempts.ts";
import type { SeedContext } from "./seed-context.ts";

const ENABLE_ACCOUNT = "enable-account";

type HandledEvent = { context: SeedContext; event: StoredEvent; refId: string; business: Business; random: Random };

/** Adds the runs of an event's handlers, their effects and audit entries. Sets `business.enabledAt` when an account is enabled. */
export function addRuns(handledEvent: HandledEvent): void {
  for (const handler of handlersFor(handledEvent.event.type)) {
    const { chainEnd, effect } = decideRun(handledEvent, handler);
    const { context, event, refId, random } = handledEvent;
    const chain = generateAttempts(event.receivedAt, chainEnd, random).map((attempt) => ({
      ...attempt,
      id: context.nextId("runs"),
      eventId: event.id,
      source: event.source,
      refId,
      occurredAt: event.occurredAt,
      handler,
    }));
    for (const run of chain) context.rows.add(runs, run);
    const last = chain.at(-1);
    if (!effect || !last) continue;
    const { startedAt, endedAt } = last;
    if (handler === ENABLE_ACCOUNT) handledEvent.business.enabledAt = endedAt;
    const times = { intendedAt: startedAt ?? event.receivedAt, at: endedAt ?? event.receivedAt };
    addEffect(handledEvent, handler, { ...effect, ...times, runId: last.id });
  }
}

type Effect = { state: (typeof effects.$inferSelect)["state"]; detail: string | null };
type Decision = { chainEnd: ChainEnd; effect?: Effect };

function decideRun(handledEvent: HandledEvent, handler: string): Decision {
  const { event, business, random } = handledEvent;
  if (handler === "update-case") return { chainEnd: { state: "succeeded", line: `Case set to ${event.status}.` } };
  if (event.verdict !== "applied" && event.verdict !== "gap") {
    return { chainEnd: { state: "skipped", line: "This event is not where the case stands.", superseded: true } };
  }
  if (handler === ENABLE_ACCOUNT) return enabling(business);
  if (!business.contactEmail) {
    const line = "no contact on file";
    return { chainEnd: { state: "skipped", line }, effect: { state: "not-sent", detail: line } };
  }
  return sending(random, handledEvent.context.often);
}

function enabling(business: Business): Decision {
  if (business.enabledAt) {
    const line = `Account already enabled at ${formatTimestamp(business.enabledAt)}: nothing to do.`;
    return { chainEnd: { state: "skipped", line } };
  }
  return { chainEnd: { state: "succeeded", line: "Enable the account." }, effect: { state: "done", detail: null } };
}

function sending(random: Random, often: number): Decision {
  const chance = random.next() / often;
  if (chance < 0.02) {
    const line = "Letter not sent: 451 4.7.1 Try again later";
    return { chainEnd: { state: "dead", line }, effect: { state: "failed", detail: line } };
  }
  if (chance < 0.021) {
    const line =
      "The letter may have left (the worker was lost): it is not sent again until a person says what happened.";
    return { chainEnd: { state: "succeeded", line }, effect: { state: "unknown", detail: line } };
  }
  const line = "Letter sent; the server said: 250 2.0.0 Ok: queued";
  return { chainEnd: { state: "succeeded", line }, effect: { state: "done", detail: line } };
}

type TimedEffect = Effect & { runId: number; intendedAt: Date; at: Date };

function addEffect(handledEvent: HandledEvent, handler: string, effect: TimedEffect): void {
  const { context, event, refId, business } = handledEvent;
  const { state, detail, runId, intendedAt, at } = effect;
  const id = context.nextId("effects");
  const episode = event.episode ?? 1;
  const { source } = event;
  const key = effectKey(refId, episode, handler);
  const written = { id, source, refId, episode, key, handler, eventId: event.id, runId, state, detail };
  context.rows.add(effects, { ...written, intendedAt, at });
  if (handler === "notify-customer" && business.contactEmail) {
    const digest = createHash("sha256").update(`${source}\n${key}`).digest("hex");
    const mailId = `<${digest.slice(0, 40)}@casewire>`;
    const composed = composeRejection({ refId, name: business.name, reason: event.reason });
    context.rows.add(letters, { effectId: id, mailId, recipient: business.contactEmail, ...composed });
  }
  if (state !== "done") return;
  context.audit.record({
    at,
    actor: { kind: "job", id: handler, label: handler },
    action: handler === "notify-customer" ? "letter.sent" : "account.enabled",
    subject: { kind: "case", id: `${source}/${refId}` },
    detail: { source, episode, messageId: event.messageId, runId },
  });
}
