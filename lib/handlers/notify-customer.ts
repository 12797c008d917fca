import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/pool";
import { businesses, effects, letters, runs } from "#db/schema";
import { record } from "#lib/audit/record";
import { checkCurrent } from "#lib/cases/projection/current";
import { projectCase } from "#lib/cases/projection/project-case";
import { formatTimestamp } from "#lib/format-timestamp";
import { composeRejection } from "#lib/letters/compose-rejection";
import { mailIdFor, type OutgoingLetter } from "#lib/letters/letter";
import { type SendResult, sendLetter } from "#lib/letters/send-letter";
import { smtp } from "#lib/letters/smtp";
import { emit } from "#lib/outgoing/emit";
import {
  type HandledEvent,
  type Handler,
  type HandlerRun,
  type Outcome,
  PermanentFailure,
  type PlanLine,
} from "#lib/runs/handler";
import { lockCase } from "#lib/runs/lock-case";
import { storable } from "#lib/runs/run-log";
import { type Effect, effectKey, findEffects, writeEffects } from "./effects.ts";
import { EVENT_TYPES } from "./event-types.ts";

const NAME = "notify-customer";

/** Writes to the business's contact when this event has rejected its case. A letter that may have left is never sent again by itself. */
export const notifyCustomer: Handler = {
  name: NAME,
  eventTypes: EVENT_TYPES[NAME],
  timeoutMs: 60_000,

  async plan(tx, event) {
    const { would, sentence, effectKey: key } = await decide(tx, event);
    return [key ? { would, sentence, effectKey: key } : { would, sentence }];
  },

  async run(run) {
    const { event, signal } = run;
    const decision = await run.transaction(async (tx) => {
      await lockCase(tx, event.source, event.refId);
      const decided = await decide(tx, event, run.id);
      return { ...decided, effectId: await writeDecision(tx, run, decided) };
    });
    run.log(decision.sentence);
    const server = await smtp();
    if (decision.kind !== "send" || !server) {
      const superseded = decision.kind === "leave" && decision.superseded === true;
      return { state: "skipped", reason: decision.sentence, superseded };
    }
    // The effect is committed as intended: after a crash from here on the letter may have left.
    signal.throwIfAborted();
    const result = await sendLetter(server, decision.letter, signal);
    const sentence = await recordResult(run, { effectId: decision.effectId, letter: decision.letter }, result);
    run.log(sentence);
    return outcomeOf(result.state, sentence);
  },

  async gaveUp(tx, { id, event }, error) {
    const about = { source: event.source, refId: event.refId };
    await emit(tx, [
      { type: "letter.failed", key: `letter.failed/${id}`, about, event, facts: {}, personal: { error } },
    ]);
  },
};

type Decision = PlanLine &
  (
    | { kind: "send"; episode: number; letter: OutgoingLetter }
    /** Cannot be sent: no mail server is configured, or no contact is on file and so there is no letter. */
    | { kind: "keep"; episode: number; letter: OutgoingLetter | null }
    /** A run that has ended intended to send the letter and did not record whether it did. */
    | { kind: "interrupted"; effectId: number }
    | { kind: "leave"; superseded?: boolean }
  );

/** What is to be done about the letter of an event. `runId` is the run that asks; a plan has none. */
async function decide(tx: Tx, event: HandledEvent, runId = 0): Promise<Decision> {
  const projection = await projectCase(tx, event.source, event.refId);
  const check = checkCurrent(event.id, projection);
  const episode = projection.verdicts.get(event.id)?.episode ?? 0;
  const key = effectKey(event.refId, episode, NAME);
  const [effect] = await findEffects(tx, NAME, [{ event, key }]);
  if (effect?.state === "intended") return { effectKey: effect.key, ...(await decideIntended(tx, effect, runId)) };
  if (!check.isCurrent) return { kind: "leave", would: "skip", sentence: check.why, superseded: true };
  switch (effect?.state) {
    case "done": {
      const sentence = `Letter sent ${formatTimestamp(effect.at)}: it will not be sent again.`;
      return { kind: "leave", would: "not-repeat", effectKey: effect.key, sentence };
    }
    case "unknown":
      return { kind: "leave", would: "not-repeat", effectKey: effect.key, sentence: mayHaveLeft(effect) };
    case "waived": {
      const sentence = `Letter waived ${formatTimestamp(effect.at)}: it is not sent.`;
      return { kind: "leave", would: "skip", effectKey: effect.key, sentence };
    }
    default:
      return { effectKey: key, episode, ...(await composeFor(tx, event, key)) };
  }
}

/** For an effect whose letter a run has begun to send. */
async function decideIntended(tx: Tx, effect: Effect, runId: number) {
  const [sending] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.id, effect.runId), eq(runs.state, "running"), ne(runs.id, runId)));
  const plan = { would: "not-repeat" as const };
  if (!sending) return { ...plan, kind: "interrupted" as const, sentence: mayHaveLeft(effect), effectId: effect.id };
  if (runId !== 0) throw new Error(`run ${sending.id} is sending this letter now`);
  return { ...plan, kind: "leave" as const, sentence: "The letter is being sent now: it will not be sent twice." };
}

/** For a letter that was never sent. */
async function composeFor(tx: Tx, event: HandledEvent, key: string) {
  const [business] = await tx
    .select({ name: businesses.name, contactEmail: businesses.contactEmail })
    .from(businesses)
    .where(and(eq(businesses.source, event.source), eq(businesses.refId, event.refId)));
  const kept = { kind: "keep" as const, would: "skip" as const };
  if (!business?.contactEmail) return { ...kept, sentence: "no contact on file", letter: null };
  const letter = {
    mailId: mailIdFor(event.source, key),
    recipient: business.contactEmail,
    ...composeRejection({ refId: event.refId, name: business.name, reason: event.reason }),
  };
  if (!(await smtp(tx))) return { ...kept, sentence: "not sent: no SMTP configured", letter };
  return { kind: "send" as const, would: "do" as const, sentence: "Send the letter.", letter };
}

function mayHaveLeft(effect: Effect): string {
  return `A letter may have left at ${formatTimestamp(effect.intendedAt)}: it is not sent again until a person says what happened.`;
}

/** Writes the effect and the letter before anything is sent. Returns the effect's id, 0 where there is none. */
async function writeDecision(tx: Tx, run: HandlerRun, decision: Decision): Promise<number> {
  if (decision.kind === "leave") return 0;
  if (decision.kind === "interrupted") {
    await tx
      .update(effects)
      .set({ state: "unknown", detail: decision.sentence, at: sql`now()` })
      .where(and(eq(effects.id, decision.effectId), eq(effects.state, "intended")));
    return decision.effectId;
  }
  const { episode, letter, sentence } = decision;
  const [effectId = 0] = await writeEffects(tx, NAME, [
    decision.kind === "send"
      ? { run, episode, state: "intended" }
      : { run, episode, state: "not-sent", detail: sentence },
  ]);
  if (letter) {
    await tx
      .insert(letters)
      .values({ effectId, ...letter })
      .onConflictDoUpdate({ target: letters.effectId, set: letter });
  }
  return effectId;
}

const UNSETTLED: (typeof effects.$inferSelect.state)[] = ["intended", "unknown", "waived"];

const SENTENCES: Record<SendResult["state"], (detail: string) => string> = {
  done: (detail) => `Letter sent; the server said: ${detail}`,
  failed: (detail) => `Letter not sent: ${detail}`,
  refused: (detail) => `The mail server refused this letter for good: ${detail}. It is not tried again by itself.`,
  unknown: (detail) => `The letter may have left (${detail}): it is not sent again until a person says what happened.`,
};

type Sent = { effectId: number; letter: OutgoingLetter };

/**
 * Records whether the letter was sent, in a transaction of its own, because that is a fact even when another worker has taken the run over.
 * That worker may have set the effect to unknown, or a person may have waived it: this replaces both. Returns it as a sentence.
 */
async function recordResult(
  { id: runId, event }: HandlerRun,
  { effectId, letter }: Sent,
  result: SendResult,
): Promise<string> {
  const sentence = storable(SENTENCES[result.state](result.detail));
  await transaction(async (tx) => {
    const [written] = await tx
      .update(effects)
      .set({ state: result.state === "refused" ? "failed" : result.state, detail: sentence, at: sql`now()` })
      .where(and(eq(effects.id, effectId), eq(effects.runId, runId), inArray(effects.state, UNSETTLED)))
      .returning({ episode: effects.episode });
    if (result.state !== "done" || !written) return;
    await emit(tx, [
      {
        type: "letter.sent",
        key: `letter.sent/${effectId}`,
        about: { source: event.source, refId: event.refId },
        event,
        facts: {},
        personal: { recipient: letter.recipient },
      },
    ]);
    await record(tx, {
      actor: { kind: "job", id: NAME, label: NAME },
      action: "letter.sent",
      subject: { kind: "case", id: `${event.source}/${event.refId}` },
      detail: { source: event.source, episode: written.episode, messageId: event.messageId, runId },
    });
  });
  return sentence;
}

function outcomeOf(state: SendResult["state"], sentence: string): Outcome {
  switch (state) {
    case "done":
      return { state: "succeeded" };
    case "unknown":
      return { state: "skipped", reason: sentence };
    case "failed":
      throw new Error(sentence);
    case "refused":
      throw new PermanentFailure(sentence);
  }
}
