import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "#db/access-schema";
import { transaction } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";

export const endSessionInput = z.object({ sessionId: z.string() });

/** Signs another browser of one's own out. `currentId` is the session of the browser at hand, which signs out by itself. */
export async function endSession(
  actor: UserActor,
  input: z.infer<typeof endSessionInput> & { currentId: string },
): Promise<void> {
  authorize(actor, "session:end");
  if (input.sessionId === input.currentId) {
    throw new Refusal("wrong-state", "This is the browser you are using. Sign out of it instead.");
  }
  await transaction(async (tx) => {
    const [ended] = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, input.sessionId), eq(sessions.userId, actor.id), gt(sessions.expiresAt, sql`now()`)))
      .returning({ address: sessions.ipAddress });
    if (!ended) throw new Refusal("not-found", "That browser is signed out already.");
    const detail = { other: ended.address ?? "an unknown address" };
    await record(tx, { actor, action: "session.ended", subject: { kind: "user", id: actor.id }, detail });
    await notify(tx, "settings", "access");
  });
}
