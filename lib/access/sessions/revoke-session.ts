import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { sessions, users } from "#db/access-schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";

/** Signs one browser out: its next request finds no session. */
export const revokeSession = defineVerb({
  permission: "session:revoke",
  audit: "session.revoked",
  input: z.object({ sessionId: z.string() }),
  refuses: ["not-found"],

  async run(tx, _actor, { sessionId }) {
    const [session] = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, sessionId), gt(sessions.expiresAt, sql`now()`)))
      .returning({ userId: sessions.userId, address: sessions.ipAddress });
    if (!session) throw new Refusal("not-found", "This session has ended already.");
    const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, session.userId));
    return {
      entry: {
        subject: { kind: "user", id: session.userId },
        detail: { name: user?.name, address: session.address },
      },
      topics: ["settings", "access"],
    };
  },
});
