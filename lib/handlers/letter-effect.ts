import { and, eq, inArray, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/pool";
import { effects, letters } from "#db/schema";
import { record } from "#lib/audit/record";
import type { OutgoingLetter, Sending } from "#lib/letters/send-letter";
import type { HandlerRun } from "#lib/runs/handler";
import { storable } from "#lib/runs/run-log";

export const NOTIFY_CUSTOMER = "notify-customer";

/** Keeps the letter of an effect as it would be sent now. */
export async function writeLetter(tx: Tx, effectId: number, letter: OutgoingLetter): Promise<void> {
  await tx
    .insert(letters)
    .values({ effectId, ...letter })
    .onConflictDoUpdate({ target: letters.effectId, set: letter });
}

/** A crash fell between the intent and the record: only a person can find out what became of the letter. */
export async function setUnknown(tx: Tx, effectId: number, detail: string): Promise<number> {
  await tx
    .update(effects)
    .set({ state: "unknown", detail, at: sql`now()` })
    .where(and(eq(effects.id, effectId), eq(effects.state, "intended")));
  return effectId;
}

const UNSETTLED: (typeof effects.$inferSelect.state)[] = ["intended", "unknown", "waived"];

const SENTENCES: Record<Sending["state"], (detail: string) => string> = {
  done: (detail) => `Letter sent; the server said: ${detail}`,
  failed: (detail) => `Letter not sent: ${detail}`,
  refused: (detail) => `The mail server refused this letter for good: ${detail}. It is not tried again by itself.`,
  unknown: (detail) => `The letter may have left (${detail}): it is not sent again until a person says what happened.`,
};

/**
 * Records what became of a letter, in a transaction of its own: it is a fact, whether or not the run is still ours. Who took the run
 * over may have set the effect to unknown by then, and a person may have waived it; we know better. Returns it in words.
 */
export async function recordSending(
  { id: runId, event }: HandlerRun,
  effectId: number,
  sending: Sending,
): Promise<string> {
  const sentence = storable(SENTENCES[sending.state](sending.detail));
  await transaction(async (tx) => {
    const written = await tx
      .update(effects)
      .set({ state: sending.state === "refused" ? "failed" : sending.state, detail: sentence, at: sql`now()` })
      .where(and(eq(effects.id, effectId), eq(effects.runId, runId), inArray(effects.state, UNSETTLED)))
      .returning({ episode: effects.episode });
    if (sending.state !== "done" || !written[0]) return;
    await record(tx, {
      actor: { kind: "job", id: NOTIFY_CUSTOMER, label: NOTIFY_CUSTOMER },
      action: "letter.sent",
      subject: { kind: "case", id: `${event.source}/${event.refId}` },
      detail: { source: event.source, episode: written[0].episode, messageId: event.messageId, runId },
    });
  });
  return sentence;
}
