import { Refusal } from "#lib/refusal";
import { assertSource } from "#lib/sources/assert-source";
import { defineVerb } from "#lib/verbs/define-verb";
import { businessInput, writeBusiness } from "./write-business.ts";

/**
 * Stores the name and contact of a business. The state of its account is not part of the input: handlers set it. The input is parsed here,
 * and there is no audit entry where nothing changes.
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
