import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "#db/access-schema";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Signs another browser of one's own out. `currentId` is the session of the browser at hand, which signs out by itself. */
export const endSession = defineVerb({
  permission: "session:end",
  audit: "session.ended",
  input: z.object({ sessionId: z.string() }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor: UserActor, { sessionId }, { currentId }: { currentId: string }) {
    if (sessionId === currentId)
      throw new Refusal("wrong-state", "This is the browser you are using. Sign out of it instead.");
    const [ended] = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, actor.id), gt(sessions.expiresAt, sql`now()`)))
      .returning({ address: sessions.ipAddress });
    if (!ended) throw new Refusal("not-found", "That browser is signed out already.");
    return {
      entry: {
        subject: { kind: "user", id: actor.id },
        detail: { other: ended.address ?? "an unknown address" },
      },
      topics: ["settings", "access"],
    };
  },
});
