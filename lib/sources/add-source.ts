import { z } from "zod";
import { sources } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { EXPECTED_TYPES } from "./expected-types.ts";
import { invalidateSecrets } from "./verification-secrets.ts";

/** Adds an endpoint, `/api/webhooks/{slug}`. Receipts name their source, so a source is never deleted. */
export const addSource = defineVerb({
  permission: "source:add",
  audit: "source.added",
  input: z.object({
    slug: z
      .string()
      .trim()
      .regex(
        /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
        "1 to 40 small letters, digits and hyphens, no hyphen at an end.",
      ),
    name: z.string().trim().min(1, "Give it a name.").max(80, "At most 80 characters."),
  }),
  refuses: ["wrong-state"],

  async runInSteps(commit, _actor, input) {
    const { slug, name } = input;
    await commit(async (tx) => {
      const [added] = await tx
        .insert(sources)
        .values({ ...input, expectedTypes: EXPECTED_TYPES })
        .onConflictDoNothing()
        .returning({ slug: sources.slug });
      if (!added) throw new Refusal("wrong-state", `There is a source ${slug} already.`, { slug: "Is taken." });
      return { entry: { subject: { kind: "source", id: slug }, detail: { name } }, topics: ["settings"] };
    });
    invalidateSecrets();
    return { slug };
  },
});
