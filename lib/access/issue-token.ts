import { z } from "zod";
import { apiTokens } from "#db/access-schema";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/access/actor";
import { authorize } from "#lib/access/authorize";
import { ROLES } from "#lib/access/permissions";
import { newToken, tokenHash } from "#lib/access/token-hash";
import { record } from "#lib/audit/record";
import { notify } from "#lib/live/notify";

export const issueTokenInput = z.object({
  name: z.string("Say what it is for.").trim().min(1, "Say what it is for.").max(80),
  role: z.enum(ROLES, "Choose a role."),
});

/** Makes a bearer token of the JSON API. It is returned here and nowhere again: we keep its hash. */
export async function issueToken(
  actor: Actor,
  input: z.infer<typeof issueTokenInput>,
): Promise<{ tokenId: string; token: string }> {
  authorize(actor, "token:issue");
  const token = newToken("cwt");
  return transaction(async (tx) => {
    const [row] = await tx
      .insert(apiTokens)
      .values({ ...input, tokenHash: tokenHash(token), hint: token.slice(-4), createdBy: actor.label })
      .returning({ id: apiTokens.id });
    if (!row) throw new Error("the token was not written");
    await record(tx, { actor, action: "token.issued", subject: { kind: "token", id: row.id }, detail: input });
    await notify(tx, "settings");
    return { tokenId: row.id, token };
  });
}
