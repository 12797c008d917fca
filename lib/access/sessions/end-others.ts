import { and, eq, ne } from "drizzle-orm";
import { devices, sessions } from "#db/access-schema";
import { transaction } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { Refusal } from "#lib/refusal";

/** Signs every other browser of one's own out, none of which is known any more. `currentId` is the session that stays. */
export async function endOthers(actor: UserActor, { currentId }: { currentId: string }): Promise<void> {
  authorize(actor, "session:end-others");
  await transaction(async (tx) => {
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, actor.id), ne(sessions.id, currentId)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw new Refusal("wrong-state", "You are signed in nowhere else.");
    await tx.delete(devices).where(eq(devices.userId, actor.id));
    const detail = { count: ended.length };
    await record(tx, { actor, action: "session.others-ended", subject: { kind: "user", id: actor.id }, detail });
    await notify(tx, "settings", "access");
  });
}
