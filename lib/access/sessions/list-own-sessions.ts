import { and, desc, eq, sql } from "drizzle-orm";
import { sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { isInForce } from "./idle.ts";

export type SignedInBrowser = {
  id: string;
  since: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  address: string;
  userAgent: string;
};

/** The columns of a `SignedInBrowser`. */
export const signedInBrowser = {
  id: sessions.id,
  since: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
  expiresAt: sessions.expiresAt,
  address: sql<string>`coalesce(${sessions.ipAddress}, '')`,
  userAgent: sql<string>`coalesce(${sessions.userAgent}, '')`,
};

/** The browsers in which the actor is signed in, the last used first. */
export async function listOwnSessions(actor: UserActor): Promise<SignedInBrowser[]> {
  authorize(actor, "session:end");
  return database()
    .select(signedInBrowser)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.userId, actor.id), isInForce()))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt));
}
