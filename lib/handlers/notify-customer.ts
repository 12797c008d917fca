import type { Tx } from "#db/pool";
import { type Sending, sendLetter } from "#lib/letters/send-letter";
import { smtp } from "#lib/letters/smtp";
import type { Outcome } from "#lib/runs/end-run";
import { PermanentFailure } from "#lib/runs/failure";
import type { Handler, HandlerRun } from "#lib/runs/handler";
import { lockCase } from "#lib/runs/lock-case";
import { writeEffects } from "./effects.ts";
import { EVENT_TYPES } from "./event-types.ts";
import { decideLetter, type LetterDecision } from "./letter-decision.ts";
import { NOTIFY_CUSTOMER as NAME, recordSending, setUnknown, writeLetter } from "./letter-effect.ts";

/** Writes to the business's contact when this event has rejected its case. A letter that may have left is never sent again by itself. */
export const notifyCustomer: Handler = {
  name: NAME,
  eventTypes: EVENT_TYPES[NAME],
  timeoutMs: 60_000,

  async plan(tx, event) {
    const { would, sentence, effectKey } = await decideLetter(tx, event);
    return [effectKey ? { would, sentence, effectKey } : { would, sentence }];
  },

  async run(run) {
    const { event, signal } = run;
    const decision = await run.transaction(async (tx) => {
      await lockCase(tx, event.source, event.refId);
      const decided = await decideLetter(tx, event, run.id);
      return { ...decided, effectId: await prepare(tx, run, decided) };
    });
    run.log(decision.sentence);
    const server = smtp();
    if (decision.kind !== "send" || !server) {
      const superseded = decision.kind === "leave" && decision.superseded === true;
      return { state: "skipped", reason: decision.sentence, superseded };
    }
    // The intent is committed: from here on a crash is seen as a letter that may have left.
    signal.throwIfAborted();
    const sending = await sendLetter(server, decision.letter, signal);
    const sentence = await recordSending(run, decision.effectId, sending);
    run.log(sentence);
    return ending(sending.state, sentence);
  },
};

/** Writes what has been decided before anything is done about it. Returns the effect's id. */
async function prepare(tx: Tx, run: HandlerRun, decision: LetterDecision): Promise<number> {
  if (decision.kind === "interrupted") return await setUnknown(tx, decision.effectId, decision.sentence);
  if (decision.kind !== "send" && decision.kind !== "keep") return 0;
  const { episode, letter, sentence } = decision;
  const [effectId = 0] = await writeEffects(tx, NAME, [
    decision.kind === "send"
      ? { run, episode, state: "intended" }
      : { run, episode, state: "not-sent", detail: sentence },
  ]);
  if (letter) await writeLetter(tx, effectId, letter);
  return effectId;
}

function ending(state: Sending["state"], sentence: string): Outcome {
  if (state === "refused") throw new PermanentFailure(sentence);
  if (state === "failed") throw new Error(sentence);
  return state === "done" ? { state: "succeeded" } : { state: "skipped", reason: sentence };
}
