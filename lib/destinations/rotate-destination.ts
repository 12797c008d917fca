import { z } from "zod";
import { defineVerb } from "#lib/verbs/define-verb";
import { destinationId } from "./destination-input.ts";
import { destinationSubject, lockDestination } from "./destination-row.ts";
import { expireSecrets, makeSecret } from "./destination-secrets.ts";

/** Makes a new signing secret, which is shown this once. The secrets before it sign beside it until the overlap ends. */
export const rotateDestination = defineVerb({
  permission: "destination:rotate",
  audit: "destination.rotated",
  input: z.object({
    destinationId,
    overlapHours: z
      .int("Whole hours.")
      .min(0, "At least 0, which ends them at once.")
      .max(168, "At most 168, a week.")
      .optional()
      .describe("how long the secrets before it sign too; 24 unless given"),
  }),
  refuses: ["not-found", "too-many"],

  async run(tx, actor, { destinationId, overlapHours = 24 }) {
    const { name } = await lockDestination(tx, destinationId);
    await expireSecrets(tx, destinationId, overlapHours);
    const { secretId, secret, hint, fingerprint } = await makeSecret(tx, actor, destinationId);
    return {
      entry: {
        subject: destinationSubject(destinationId),
        detail: { name, hint, fingerprint, overlapHours },
      },
      topics: ["destinations"],
      result: { secretId, secret, hint, overlapHours },
    };
  },
});
