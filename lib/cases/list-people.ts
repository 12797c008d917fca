import { and, asc, eq, exists, inArray } from "drizzle-orm";
import { credentials, users } from "#db/access-schema";
import { database } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type Permission, rolesThatMay } from "#lib/permissions";

export type Person = { id: string; name: string };

/** People to whom a case or follow-up can be assigned: they may act on cases and can sign in. */
export function listPeople(actor: Actor): Promise<Person[]> {
  authorize(actor, "case:assign");
  return peopleWhoMay("case:assign");
}

/** Whom to ask where something gave up: they may run it again. */
export function listEngineers(actor: Actor): Promise<Person[]> {
  authorize(actor, "case:assign");
  return peopleWhoMay("handler:rerun");
}

function peopleWhoMay(permission: Permission): Promise<Person[]> {
  const canSignIn = database().select().from(credentials).where(eq(credentials.userId, users.id));
  return database()
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(inArray(users.role, rolesThatMay(permission)), exists(canSignIn)))
    .orderBy(asc(users.name));
}
