import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { apiTokens } from "#db/access-schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Ends an API token from its next request on. Its row stays, because the audit log names it. */
export const revokeToken = defineVerb({
  permission: "token:revoke",
  audit: "token.revoked",
  input: z.object({ tokenId: z.uuid() }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, _actor, { tokenId }) {
    const [token] = await tx.select().from(apiTokens).where(eq(apiTokens.id, tokenId)).for("update");
    if (!token) throw new Refusal("not-found", "There is no such token.");
    if (token.revokedAt) throw new Refusal("wrong-state", "This token is revoked already.");
    await tx.update(apiTokens).set({ revokedAt: sql`now()` }).where(eq(apiTokens.id, token.id));
    return {
      entry: { subject: { kind: "token", id: token.id }, detail: { name: token.name } },
      topics: ["settings"],
    };
  },
});
