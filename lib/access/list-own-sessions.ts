import { and, desc, eq } from "drizzle-orm";
import { sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import type { UserActor } from "#lib/access/actor";
import { authorize } from "#lib/access/authorize";
import { isInForce } from "#lib/access/idle";
import { type SignedInBrowser, signedInBrowser } from "#lib/access/list-team";

/** The browsers in which one is signed in now, the one last used first. */
export async function listOwnSessions(actor: UserActor): Promise<SignedInBrowser[]> {
  authorize(actor, "session:end");
  return database()
    .select(signedInBrowser)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.userId, actor.id), isInForce()))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt));
}
