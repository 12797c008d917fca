import { z } from "zod";
import { isoTimeInput } from "#lib/iso-time";
import { exactText } from "#lib/query-params";

/** What may have changed. A message may be of several kinds: one that ended an onboarding may also tell of a missing one. */
export const CHANGE_KINDS = [
  "opened",
  "moved",
  "ended",
  "contradicted",
  "missing",
  "account-enabled",
  "follow-up-opened",
  "follow-up-done",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Which changes: the shape of the page's address and of the export's query. */
export const changesFilter = z.object({
  source: exactText.optional(),
  /** Known here at this time or later; ISO 8601, UTC where it names no zone. */
  from: isoTimeInput.optional(),
  /** Known here before this time. */
  to: isoTimeInput.optional(),
  /** Of cases that are assigned to who asks, or have an open follow-up of theirs. */
  whose: z.enum(["mine"], "Only mine, or left out.").optional(),
  kind: z.enum(CHANGE_KINDS, "No such kind of change.").optional(),
});

export type ChangesFilter = z.infer<typeof changesFilter>;
