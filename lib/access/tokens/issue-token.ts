import { sql } from "drizzle-orm";
import { z } from "zod";
import { apiTokens } from "#db/access-schema";
import { transaction } from "#db/pool";
import { newToken, tokenHash } from "#lib/access/token-hash";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { ROLES } from "#lib/permissions";

/** Days from the issue on. */
export const TOKEN_DAYS = { default: 90, max: 365 };
const DAYS = `Between 1 and ${TOKEN_DAYS.max} days.`;

export const issueTokenInput = z.object({
  name: z.string("Say what it is for.").trim().min(1, "Say what it is for.").max(80),
  role: z.enum(ROLES, "Choose a role."),
  days: z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(TOKEN_DAYS.max, DAYS).default(TOKEN_DAYS.default),
});

/** Makes a bearer token of the JSON API that belongs to `actor`. It is returned here and nowhere again: we keep its hash. */
export async function issueToken(
  actor: UserActor,
  input: z.infer<typeof issueTokenInput>,
): Promise<{ tokenId: string; token: string }> {
  authorize(actor, "token:issue");
  const token = newToken("cwt");
  return transaction(async (tx) => {
    const [row] = await tx
      .insert(apiTokens)
      .values({
        name: input.name,
        role: input.role,
        tokenHash: tokenHash(token),
        hint: token.slice(-4),
        createdBy: actor.label,
        userId: actor.id,
        expiresAt: sql`now() + make_interval(days => ${input.days})`,
      })
      .returning({ id: apiTokens.id });
    if (!row) throw new Error("the token was not written");
    await record(tx, { actor, action: "token.issued", subject: { kind: "token", id: row.id }, detail: input });
    await notify(tx, "settings");
    return { tokenId: row.id, token };
  });
}
