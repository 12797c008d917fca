import { Refusal } from "#lib/refusal";
import { assertSource } from "#lib/sources/assert-source";
import { defineVerb } from "#lib/verbs/define-verb";
import { businessInput, writeBusiness } from "./write-business.ts";

/**
 * Tells us of a business of a source of ours: its name and contact. The state of its account is not given but worked out. It reads its
 * input by the schema itself, as it came, and leaves no entry where that is known already.
 */
export const putBusiness = defineVerb({
  permission: "business:put",
  audit: "business.put",
  input: businessInput,
  refuses: ["invalid", "not-found"],

  async runInSteps(commit, _actor, given) {
    const parsed = businessInput.safeParse(given);
    if (!parsed.success) {
      const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
      throw new Refusal("invalid", "The business cannot be written like that.", fields);
    }
    await assertSource(parsed.data.source);
    return await commit((tx) => writeBusiness(tx, parsed.data));
  },
});
