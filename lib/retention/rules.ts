import type { removalKind } from "#db/enums";
import { readSettings } from "#lib/settings/settings";

export type RemovalKind = (typeof removalKind.enumValues)[number];

/**
 * What retention removes, and the variable that says after how many days:
 *
 * - rejections: receipts of rejected requests.
 * - receipts: those of genuine messages. An event keeps when it was first received and the fingerprint of the secret that verified it.
 * - attempts: requests to destinations and the answers to them. A delivery keeps when it was tried and how that ended.
 * - cases: the content of a case that has ended and not changed since: the bytes of its events, their receipts, letters, logs, notes, what
 *   was known of the business, and free text: reasons, outcomes and the words beside the audit log. Emptied rows stay: states, effects and
 *   message ids, by which a duplicate is recognised forever. A case with an open follow-up, a run to come or a letter in doubt is skipped.
 * - unrecognised: bytes of genuine messages that are about no case.
 * - reads: records of who read personal data or bytes.
 *
 * Nothing of a case under legal hold is removed but who read it, and never a line of the audit log.
 */
export const SETTINGS = {
  rejections: "RETENTION_REJECTIONS_DAYS",
  receipts: "RETENTION_RECEIPTS_DAYS",
  attempts: "RETENTION_RECEIPTS_DAYS",
  cases: "RETENTION_CASES_DAYS",
  unrecognised: "RETENTION_CASES_DAYS",
  reads: "RETENTION_READS_DAYS",
} as const satisfies Record<RemovalKind, string>;

export const KINDS = Object.keys(SETTINGS) as RemovalKind[];

export type Rule = { kind: RemovalKind; setting: (typeof SETTINGS)[RemovalKind]; days: number };

/** The rules that the environment or a page sets now. */
export async function currentRules(): Promise<Rule[]> {
  return rules(await readSettings());
}

/** The rules whose setting has a value, in the order they are applied. */
export function rules(settings: Partial<Record<Rule["setting"], number | undefined>>): Rule[] {
  return KINDS.flatMap((kind) => {
    const setting = SETTINGS[kind];
    const days = settings[setting];
    return days === undefined ? [] : [{ kind, setting, days }];
  });
}
