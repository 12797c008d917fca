import { z } from "zod";
import { actorKind } from "#db/enums";
import { isoTimeInput } from "#lib/iso-time";

/** Which entries: the shape of the audit page's URL, read by `readFilter`. */
export const entriesFilter = z.object({
  /** `user:<id>`: the kind of the actor and its id. */
  actor: z
    .string()
    .refine((text) => actorKind.enumValues.some((kind) => text.startsWith(`${kind}:`)), "Not an actor.")
    .optional(),
  /** `case.flagged` */
  action: z.string().max(100).optional(),
  /** `case:vove/acme`: the kind of the subject and its id. */
  subject: z
    .string()
    .max(1000)
    .regex(/^[^:]+:/, "Not a subject.")
    .optional(),
  /** `vove/acme`: a case by its source and refId, with its messages, its deliveries and its business. */
  case: z
    .string()
    .max(1000)
    .regex(/^[^/]+\/./, "Not a case.")
    .optional(),
  /** Recorded at this time or later; ISO 8601, UTC where it names no zone. */
  from: isoTimeInput.optional(),
  /** Recorded before this time. */
  to: isoTimeInput.optional(),
});

export type EntriesFilter = z.infer<typeof entriesFilter>;
