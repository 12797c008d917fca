import { eq } from "drizzle-orm";
import { z } from "zod";
import { reasonTemplates } from "#db/desk-schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Removes a reason from those that the form of a follow-up offers. Follow-ups that were opened with it keep it. */
export const removeTemplate = defineVerb({
  permission: "template:remove",
  audit: "template.removed",
  input: z.object({ templateId: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
  refuses: ["not-found"],

  async run(tx, _actor, { templateId }) {
    const [removed] = await tx
      .delete(reasonTemplates)
      .where(eq(reasonTemplates.id, templateId))
      .returning({ text: reasonTemplates.text });
    if (!removed) throw new Refusal("not-found", "This reason was removed already.");
    return {
      entry: { subject: { kind: "template", id: templateId }, words: { about: null, texts: { text: removed.text } } },
      topics: ["cases"],
    };
  },
});
