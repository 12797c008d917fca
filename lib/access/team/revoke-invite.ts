import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { invites } from "#db/access-schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Ends an invite: its link no longer works. */
export const revokeInvite = defineVerb({
  permission: "invite:revoke",
  audit: "invite.revoked",
  input: z.object({ inviteId: z.uuid() }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, _actor, { inviteId }) {
    const [invite] = await tx.select().from(invites).where(eq(invites.id, inviteId)).for("update");
    if (!invite) throw new Refusal("not-found", "There is no such invite.");
    if (invite.usedAt) throw new Refusal("wrong-state", "This invite has been used.");
    if (invite.revokedAt) throw new Refusal("wrong-state", "This invite is revoked already.");
    await tx.update(invites).set({ revokedAt: sql`now()` }).where(eq(invites.id, invite.id));
    return {
      entry: { subject: { kind: "invite", id: invite.id }, words: { about: null, texts: { email: invite.email } } },
      topics: ["settings"],
    };
  },
});
