import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { passkeys } from "#db/factor-schema";
import { transaction } from "#db/pool";
import { lockUser } from "#lib/access/accounts/lock-user";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { refuseNone } from "./factors.ts";

export const removePasskeyInput = z.object({ id: z.string().max(1500) });

/** Takes one of one's own passkeys out of force. */
export async function removePasskey(actor: UserActor, { id }: z.infer<typeof removePasskeyInput>): Promise<void> {
  authorize(actor, "passkey:remove");
  await transaction(async (tx) => {
    // Of two that take the last two factors away at once, the second sees what the first did.
    await lockUser(tx, actor.id);
    const [removed] = await tx
      .delete(passkeys)
      .where(and(eq(passkeys.id, id), eq(passkeys.userId, actor.id)))
      .returning({ name: passkeys.name });
    if (!removed) throw new Refusal("not-found", "You have no such passkey here.");
    await refuseNone(tx, actor);
    const subject = { kind: "user", id: actor.id };
    await record(tx, {
      actor,
      action: "passkey.removed",
      subject,
      words: { about: null, texts: { name: removed.name } },
    });
  });
}
