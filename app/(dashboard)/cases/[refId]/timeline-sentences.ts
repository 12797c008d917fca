import { SOMEONE, sentence } from "#lib/audit/sentence";
import type {
  ActItem,
  DeliveryItem,
  EffectItem,
  EventItem,
  FollowUpItem,
  RunItem,
  TimelineItem,
} from "#lib/cases/timeline/viewer-items";
import { reasonLabel } from "../../_chips/reason-label.ts";
import { actionOf, STATUS_WORDS } from "../../_words.ts";

/** One sentence for an item of the timeline. That of a delivery has a link in it. */
export function sentenceOf(item: Exclude<TimelineItem, DeliveryItem>): string {
  switch (item.kind) {
    case "event":
      return ofEvent(item);
    case "run":
      return ofRun(item);
    case "effect":
      return ofEffect(item);
    case "note":
      return `${item.author ?? SOMEONE} noted`;
    case "follow-up":
      return ofFollowUp(item);
    case "act":
      return ofAct(item);
  }
}

function ofEvent({ status, previousStatus, reason, type }: EventItem): string {
  if (!status) return `VOVE ID sent a message of no form we know (${type ?? "its type is hidden from your role"})`;
  const from = previousStatus ? `${STATUS_WORDS[previousStatus]} → ` : "";
  return `VOVE ID: ${from}${STATUS_WORDS[status]}${reason ? ` – ${reasonLabel(reason)}` : ""}`;
}

const TRIGGERS = {
  receipt: "",
  retry: "",
  duplicate: ", because VOVE ID sent the message again",
  rerun: ", again at a colleague's request",
  replay: ", in a replay",
  emitted: "",
};

const RUNS: Record<RunItem["state"], string> = {
  queued: "is waiting",
  running: "is under way",
  succeeded: "succeeded",
  failed: "failed and is tried again",
  dead: "gave up",
  skipped: "was not needed",
};

function ofRun({ handler, attempt, trigger, state }: RunItem): string {
  const nth = attempt > 1 ? ` (attempt ${attempt})` : "";
  return `${actionOf(handler)} ${RUNS[state]}${nth}${TRIGGERS[trigger]}`;
}

const EFFECTS: Record<string, Partial<Record<EffectItem["state"], string>>> = {
  "enable-account": { done: "The account was enabled" },
  "notify-customer": {
    intended: "A letter to the business is on its way",
    done: "A letter was sent to the business",
    unknown: "A letter may or may not have been sent: only a person can say",
    "not-sent": "No letter was sent",
    failed: "A letter could not be sent",
    waived: "The letter was waived: it is not sent",
  },
};

const EFFECT_STATES: Record<EffectItem["state"], string> = {
  intended: "begun",
  done: "done",
  unknown: "done or not: only a person can say",
  "not-sent": "not done",
  failed: "failed",
  waived: "waived",
};

function ofEffect({ handler, state }: EffectItem): string {
  return EFFECTS[handler]?.[state] ?? `${actionOf(handler)}: ${EFFECT_STATES[state]}`;
}

function ofFollowUp({ step, createdBy, resolvedBy, dueOn, owner }: FollowUpItem): string {
  if (step === "resolved") return `${resolvedBy ?? SOMEONE} resolved the follow-up`;
  return [`${createdBy ?? SOMEONE} flagged the case`, dueOn && `due ${dueOn}`, owner && `for ${owner}`]
    .filter(Boolean)
    .join(", ");
}

function ofAct({ actor, action, detail }: ActItem): string {
  const entry = { actorLabel: actor, action, subjectKind: "case", subjectId: "", detail, words: {} };
  return sentence(entry, { onCasePage: true });
}
