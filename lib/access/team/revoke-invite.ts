import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { invites } from "#db/access-schema";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";

export const revokeInviteInput = z.object({ inviteId: z.uuid() });

/** Makes the link of an invite worthless. */
export async function revokeInvite(actor: Actor, input: z.infer<typeof revokeInviteInput>): Promise<void> {
  authorize(actor, "invite:revoke");
  await transaction(async (tx) => {
    const [invite] = await tx.select().from(invites).where(eq(invites.id, input.inviteId)).for("update");
    if (!invite) throw new Refusal("not-found", "There is no such invite.");
    if (invite.usedAt) throw new Refusal("wrong-state", "This invite has been used.");
    if (invite.revokedAt) throw new Refusal("wrong-state", "This invite is revoked already.");
    await tx.update(invites).set({ revokedAt: sql`now()` }).where(eq(invites.id, invite.id));
    const subject = { kind: "invite", id: invite.id };
    const words = { about: null, texts: { email: invite.email } };
    await record(tx, { actor, action: "invite.revoked", subject, words });
    await notify(tx, "settings");
  });
}
