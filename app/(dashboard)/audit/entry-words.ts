import type { Action } from "#lib/audit/actions";
import type { Entry } from "#lib/audit/list-entries";
import { sentence } from "#lib/audit/sentence";
import { actionOf } from "../_words.ts";

/** Handlers and tasks of Casewire act under names of the code. */
const JOBS: Record<string, string> = {
  "update-case": "Casewire",
  "enable-account": "Casewire",
  "notify-customer": "Casewire",
};

/** Actions whose own name is a word of the code. Every other is said as it is written. */
const ACTION_WORDS: Partial<Record<Action, string>> = {
  "handler.rerun": "Action repeated",
  "effect.settled": "Outcome settled",
  "failure.rerun": "Failed actions repeated",
  "installation.resealed": "Secrets sealed anew",
};

/** `case.flagged` as “Case flagged”. */
export function actionInWords(action: string): string {
  const words = ACTION_WORDS[action as Action] ?? action.replaceAll(/[.-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Who acted, as people call them. */
export function actorInWords({ kind, label }: { kind: string; label: string }): string {
  return kind === "job" ? (JOBS[label] ?? label) : label;
}

/** An entry as a sentence without words of the code. */
export function entryInWords(entry: Entry): string {
  const { detail, actorKind, actorLabel } = entry;
  const { handler, key, name } = detail;
  return sentence({
    ...entry,
    actorLabel: actorInWords({ kind: actorKind, label: actorLabel }),
    detail: {
      ...detail,
      ...(typeof handler === "string" ? { handler: `“${actionOf(handler)}”` } : {}),
      // Of a group of failures: a handler's, or the name that people gave a destination.
      ...(typeof name === "string" && Object.hasOwn(JOBS, name) ? { name: `“${actionOf(name)}”` } : {}),
      ...(typeof key === "string" ? { key: effectInWords(key) } : {}),
    },
  });
}

/** `case/acme/1/notify-customer`: what was done once in an onboarding of a case. */
function effectInWords(key: string): string {
  const [, refId, number, handler] = /^case\/(.*)\/(\d+)\/([^/]+)$/s.exec(key) ?? [];
  return refId && handler ? `“${actionOf(handler)}” of case ${refId}, onboarding ${number},` : key;
}
