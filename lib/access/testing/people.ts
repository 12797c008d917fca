import { randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { credentials, sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import { auditEntries } from "#db/schema";
import type { UserActor } from "#lib/actor";
import type { Entry } from "#lib/audit/list-entries";
import { withPersonalTexts } from "#lib/audit/personal-texts";
import { type Permission, ROLES, type Role, rolesThatMay } from "#lib/permissions";

/** A person who can sign in (though not by a password anybody knows) and did so just now, in the database of the test file. */
export async function personOf(role: Role, name = `The ${role}`): Promise<UserActor> {
  const id = randomUUID();
  await database()
    .insert(users)
    .values({ id, name, email: `${id}@example.com`, role });
  await database()
    .insert(credentials)
    .values({ id, accountId: id, providerId: "credential", userId: id, password: "none" });
  return { kind: "user", id, label: name, role, verifiedAt: new Date() };
}

/** A browser in which `person` is signed in. */
export async function sessionOf(person: UserActor): Promise<string> {
  const id = randomUUID();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await database().insert(sessions).values({ id, token: id, userId: person.id, expiresAt });
  return id;
}

/** An actor of each role that does not hold `permission`. */
export function actorsWithout(permission: Permission): UserActor[] {
  return ROLES.filter((role) => !rolesThatMay(permission).includes(role)).map((role) => ({
    kind: "user",
    id: `a-${role}`,
    label: `A ${role}`,
    role,
    verifiedAt: new Date(),
  }));
}

/** The entries about one subject with their words, the newest first. */
export async function entriesAbout(subjectId: string): Promise<Entry[]> {
  const found = await database()
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, subjectId))
    .orderBy(desc(auditEntries.id));
  return await withPersonalTexts(found);
}
