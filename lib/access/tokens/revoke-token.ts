import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { apiTokens } from "#db/access-schema";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";

export const revokeTokenInput = z.object({ tokenId: z.uuid() });

/** Makes an API token worthless from the next request on. Its row stays, for the audit log names it. */
export async function revokeToken(actor: Actor, input: z.infer<typeof revokeTokenInput>): Promise<void> {
  authorize(actor, "token:revoke");
  await transaction(async (tx) => {
    const [token] = await tx.select().from(apiTokens).where(eq(apiTokens.id, input.tokenId)).for("update");
    if (!token) throw new Refusal("not-found", "There is no such token.");
    if (token.revokedAt) throw new Refusal("wrong-state", "This token is revoked already.");
    await tx.update(apiTokens).set({ revokedAt: sql`now()` }).where(eq(apiTokens.id, token.id));
    const subject = { kind: "token", id: token.id };
    await record(tx, { actor, action: "token.revoked", subject, detail: { name: token.name } });
    await notify(tx, "settings");
  });
}
