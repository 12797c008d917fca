import { and, desc, eq } from "drizzle-orm";
import { sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { isInForce } from "./idle.ts";
import { type SignedInBrowser, signedInBrowser } from "./list-team.ts";

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
