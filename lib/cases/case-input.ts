import { z } from "zod";
import { refIdInput } from "#lib/ref-id";

/** Which case an act is about. */
export const caseInput = z.object({
  source: z.string().min(1).max(512).default("vove"),
  refId: refIdInput,
});

export type CaseInput = z.infer<typeof caseInput>;

/** Free text of a person, up to `most` characters. */
export function writing(most: number, empty: string) {
  return z
    .string(empty)
    .trim()
    .min(1, empty)
    .max(most, `At most ${most.toLocaleString("en")} characters.`);
}
