import { eq } from "drizzle-orm";
import { z } from "zod";
import { reasonTemplates } from "#db/desk-schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { writing } from "./case-input.ts";

/** So many fit a list that one reads through. */
export const MAX_TEMPLATES = 30;

/** Adds a reason that the form of a follow-up offers to everybody. */
export const addTemplate = defineVerb({
  permission: "template:add",
  audit: "template.added",
  input: z.object({ text: writing(200, "Write the reason.") }),
  refuses: ["wrong-state"],

  async run(tx, actor, { text }) {
    // One at a time, so that their number is bounded. Reading goes on.
    await tx.execute("lock table reason_templates in share row exclusive mode");
    if (await tx.$count(reasonTemplates, eq(reasonTemplates.text, text)))
      throw new Refusal("wrong-state", "This reason is there already.", { text: "It is there already." });
    if ((await tx.$count(reasonTemplates)) >= MAX_TEMPLATES)
      throw new Refusal("wrong-state", `There are ${MAX_TEMPLATES} already. Remove one first.`);
    const [added] = await tx
      .insert(reasonTemplates)
      .values({ text, createdBy: actor.label })
      .returning({ id: reasonTemplates.id });
    return {
      entry: { subject: { kind: "template", id: added?.id ?? 0 }, words: { about: null, texts: { text } } },
      topics: ["cases"],
    };
  },
});
