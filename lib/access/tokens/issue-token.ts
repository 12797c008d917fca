import { sql } from "drizzle-orm";
import { z } from "zod";
import { apiTokens } from "#db/access-schema";
import { newToken, tokenHash } from "#lib/access/token-hash";
import type { UserActor } from "#lib/actor";
import { ROLES } from "#lib/permissions";
import { defineVerb } from "#lib/verbs/define-verb";

/** Days from the issue on. */
export const TOKEN_DAYS = { default: 90, max: 365 };
const DAYS = `Between 1 and ${TOKEN_DAYS.max} days.`;

/** Makes a bearer token of the JSON API that belongs to `actor`. It is returned here and nowhere again: we keep its hash. */
export const issueToken = defineVerb({
  permission: "token:issue",
  audit: "token.issued",
  input: z.object({
    name: z.string("Say what it is for.").trim().min(1, "Say what it is for.").max(80),
    role: z.enum(ROLES, "Choose a role."),
    days: z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(TOKEN_DAYS.max, DAYS).default(TOKEN_DAYS.default),
  }),
  refuses: [],

  async run(tx, actor: UserActor, { name, role, days }) {
    const token = newToken("cwt");
    const [row] = await tx
      .insert(apiTokens)
      .values({
        name,
        role,
        tokenHash: tokenHash(token),
        hint: token.slice(-4),
        createdBy: actor.label,
        userId: actor.id,
        expiresAt: sql`now() + make_interval(days => ${days})`,
      })
      .returning({ id: apiTokens.id });
    if (!row) throw new Error("the token was not written");
    return {
      entry: { subject: { kind: "token", id: row.id }, detail: { name, role, days } },
      topics: ["settings"],
      result: { tokenId: row.id, token },
    };
  },
});
