import type { removalKind } from "#db/enums";
import { environment } from "#lib/environment";

export type RemovalKind = (typeof removalKind.enumValues)[number];

/**
 * What retention removes, by which variable:
 *
 * - rejections: receipts we did not believe, so long after they came.
 * - receipts: those of genuine messages. Their events keep when they first came and which secret vouched for them.
 * - cases: what a case holds that has ended and had no news for so long: the bytes of its events, their receipts, letters, logs, notes,
 *   what was known of the business, and whatever anybody wrote: reasons, outcomes, and the words beside the audit log. Rows stay,
 *   emptied: the fold of its states, which effects were done, and each message id, by which a repetition is known from news however late
 *   it comes. A case with an open follow-up, a run to come or a letter in doubt waits.
 * - unrecognised: bytes of genuine messages of no case, so long after they came.
 * - reads: that somebody read personal data or bytes, so long after they did.
 *
 * Nothing of a case under legal hold is removed, save for who read it, and never a line of the audit log.
 */
export const SETTINGS = {
  rejections: "RETENTION_REJECTIONS_DAYS",
  receipts: "RETENTION_RECEIPTS_DAYS",
  cases: "RETENTION_CASES_DAYS",
  unrecognised: "RETENTION_CASES_DAYS",
  reads: "RETENTION_READS_DAYS",
} as const satisfies Record<RemovalKind, string>;

export const KINDS = Object.keys(SETTINGS) as RemovalKind[];

export type Rule = { kind: RemovalKind; setting: (typeof SETTINGS)[RemovalKind]; days: number };

/** The rules that are set, in the order they are carried out. */
export function rules(settings: Partial<Record<Rule["setting"], number | undefined>> = environment()): Rule[] {
  return KINDS.flatMap((kind) => {
    const setting = SETTINGS[kind];
    const days = settings[setting];
    return days === undefined ? [] : [{ kind, setting, days }];
  });
}
