import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { devices, sessions } from "#db/access-schema";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Signs every other browser of one's own out, none of which is known any more. `currentId` is the session that stays. */
export const endOthers = defineVerb({
  permission: "session:end-others",
  audit: "session.others-ended",
  input: z.object({}),
  refuses: ["wrong-state"],

  async run(tx, actor: UserActor, _input, { currentId }: { currentId: string }) {
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, actor.id), ne(sessions.id, currentId)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw new Refusal("wrong-state", "You are signed in nowhere else.");
    await tx.delete(devices).where(eq(devices.userId, actor.id));
    return {
      entry: { subject: { kind: "user", id: actor.id }, detail: { count: ended.length } },
      topics: ["settings", "access"],
    };
  },
});
