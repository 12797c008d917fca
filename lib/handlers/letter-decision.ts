import { and, eq, ne } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { businesses, runs } from "#db/schema";
import { standingOf } from "#lib/cases/projection/current";
import { projectCase } from "#lib/cases/projection/project-case";
import { formatTimestamp } from "#lib/format-timestamp";
import { composeRejection } from "#lib/letters/compose-rejection";
import { mailIdFor } from "#lib/letters/mail-id";
import type { OutgoingLetter } from "#lib/letters/send-letter";
import { smtp } from "#lib/letters/smtp";
import type { HandledEvent, PlanLine } from "#lib/runs/handler";
import { type Effect, effectKey, findEffects } from "./effects.ts";
import { NOTIFY_CUSTOMER } from "./letter-effect.ts";

/** What is to be done about the letter of an event. */
export type LetterDecision = PlanLine &
  (
    | { kind: "send"; episode: number; letter: OutgoingLetter }
    /** It cannot be sent: for want of a server, or of a contact, without whom there is no letter either. */
    | { kind: "keep"; episode: number; letter: OutgoingLetter | null }
    /** A run that is over intended to send it and did not say what became of it. */
    | { kind: "interrupted"; effectId: number }
    | { kind: "leave"; superseded?: boolean }
  );

/** Decides by what is stored now. `runId` is the run that asks; a plan has none. */
export async function decideLetter(tx: Tx, event: HandledEvent, runId = 0): Promise<LetterDecision> {
  const projection = await projectCase(tx, event.source, event.refId);
  const standing = standingOf(event.id, projection);
  const episode = projection.verdicts.get(event.id)?.episode ?? 0;
  const key = effectKey(event.refId, episode, NOTIFY_CUSTOMER);
  const [effect] = await findEffects(tx, NOTIFY_CUSTOMER, [{ event, key }]);
  if (effect?.state === "intended") return { effectKey: effect.key, ...(await intended(tx, effect, runId)) };
  if (!standing.news) return { kind: "leave", would: "skip", sentence: standing.why, superseded: true };
  if (effect?.state === "done" || effect?.state === "unknown") {
    const sentence =
      effect.state === "done"
        ? `Letter sent ${formatTimestamp(effect.at)}: it will not be sent again.`
        : mayHaveLeft(effect);
    return { kind: "leave", would: "not-repeat", effectKey: effect.key, sentence };
  }
  if (effect?.state === "waived") {
    return {
      kind: "leave",
      would: "skip",
      effectKey: effect.key,
      sentence: `Letter waived ${formatTimestamp(effect.at)}: it is not sent.`,
    };
  }
  const [business] = await tx
    .select({ name: businesses.name, contactEmail: businesses.contactEmail })
    .from(businesses)
    .where(and(eq(businesses.source, event.source), eq(businesses.refId, event.refId)));
  if (!business?.contactEmail)
    return { kind: "keep", would: "skip", effectKey: key, sentence: "no contact on file", episode, letter: null };
  const letter = {
    mailId: mailIdFor(event.source, key),
    recipient: business.contactEmail,
    ...composeRejection({ refId: event.refId, name: business.name, reason: event.reason }),
  };
  return smtp()
    ? { kind: "send", would: "do", effectKey: key, sentence: "Send the letter.", episode, letter }
    : { kind: "keep", would: "skip", effectKey: key, sentence: "not sent: no SMTP configured", episode, letter };
}

async function intended(
  tx: Tx,
  effect: Effect,
  runId: number,
): Promise<PlanLine & ({ kind: "leave" } | { kind: "interrupted"; effectId: number })> {
  const [sending] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.id, effect.runId), eq(runs.state, "running"), ne(runs.id, runId)));
  if (!sending) return { kind: "interrupted", would: "not-repeat", sentence: mayHaveLeft(effect), effectId: effect.id };
  if (runId !== 0) throw new Error(`run ${sending.id} is sending this letter now`);
  return { kind: "leave", would: "not-repeat", sentence: "The letter is being sent now: it will not be sent twice." };
}

function mayHaveLeft(effect: Effect): string {
  return `A letter may have left at ${formatTimestamp(effect.intendedAt)}: it is not sent again until a person says what happened.`;
}
