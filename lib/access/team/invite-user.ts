import { and, eq, exists, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { credentials, invites, users } from "#db/access-schema";
import type { Tx } from "#db/pool";
import { emailAddress } from "#lib/access/accounts/add-user";
import { newToken, tokenHash } from "#lib/access/token-hash";
import type { UserActor } from "#lib/actor";
import { ROLES } from "#lib/permissions";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

const LINK_HOURS = 72;

/** Makes a link that lets one person make their account. Its token is returned here and nowhere again: we keep its hash. */
export const inviteUser = defineVerb({
  permission: "user:invite",
  audit: "user.invited",
  input: z.object({ email: emailAddress, role: z.enum(ROLES, "Choose a role.") }),
  refuses: ["wrong-state"],

  async run(tx, actor: UserActor, { email, role }) {
    // Two admins who invite one person at once: the second must see the first's invite.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`invite/${email}`}, 0))`);
    await refuseKnown(tx, email);
    const token = newToken("cwi");
    const [invite] = await tx
      .insert(invites)
      .values({
        email,
        role,
        tokenHash: tokenHash(token),
        createdBy: actor.label,
        userId: actor.id,
        expiresAt: sql`now() + make_interval(hours => ${LINK_HOURS})`,
      })
      .returning({ id: invites.id });
    if (!invite) throw new Error("the invite was not written");
    return {
      entry: {
        subject: { kind: "invite", id: invite.id },
        detail: { role },
        words: { about: null, texts: { email } },
      },
      topics: ["settings"],
      result: { inviteId: invite.id, token },
    };
  },
});

async function refuseKnown(tx: Tx, email: string): Promise<void> {
  const [member] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), exists(tx.select().from(credentials).where(eq(credentials.userId, users.id)))));
  if (member) throw new Refusal("wrong-state", "This person already has an account.", { email: "Has an account." });
  const [open] = await tx
    .select({ id: invites.id })
    .from(invites)
    .where(
      and(
        eq(invites.email, email),
        isNull(invites.usedAt),
        isNull(invites.revokedAt),
        gt(invites.expiresAt, sql`now()`),
      ),
    );
  if (open) {
    const message = "This person already holds an open invite. Revoke it first if they lost the link.";
    throw new Refusal("wrong-state", message, { email: "Is invited." });
  }
}
