import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { sessions, users } from "#db/access-schema";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";

export const revokeSessionInput = z.object({ sessionId: z.string() });

/** Signs one browser out: its next request finds no session. */
export async function revokeSession(actor: Actor, input: z.infer<typeof revokeSessionInput>): Promise<void> {
  authorize(actor, "session:revoke");
  await transaction(async (tx) => {
    const [session] = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, input.sessionId), gt(sessions.expiresAt, sql`now()`)))
      .returning({ userId: sessions.userId, address: sessions.ipAddress });
    if (!session) throw new Refusal("not-found", "This session has ended already.");
    const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, session.userId));
    const subject = { kind: "user", id: session.userId };
    const detail = { name: user?.name, address: session.address };
    await record(tx, { actor, action: "session.revoked", subject, detail });
    await notify(tx, "settings", "access");
  });
}
