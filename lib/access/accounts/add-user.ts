import { randomUUID } from "node:crypto";
import { and, eq, notExists, sql } from "drizzle-orm";
import { z } from "zod";
import { credentials, users } from "#db/access-schema";
import type { Tx } from "#db/pool";
import type { UserActor } from "#lib/actor";
import type { Role } from "#lib/permissions";
import { Refusal } from "#lib/refusal";

/** Stricter than `#lib/mail-address`: better-auth accepts no other address at sign-in. */
export const emailAddress = z
  .email(
    "Write an e-mail address: before the @ letters, digits and . _ ' + -, and a host name in ASCII. Others cannot sign in.",
  )
  .max(254)
  .transform((text) => text.toLowerCase());

/** better-auth's name of sign-in by e-mail and password. */
export const PROVIDER = "credential";

/** Adds a user who can sign in, or reactivates a deactivated one. Throws Refusal `wrong-state` when the e-mail belongs to an active user. */
export async function addUser(
  tx: Tx,
  person: { name: string; email: string; role: Role; passwordHash: string },
): Promise<UserActor> {
  const { name, email, role } = person;
  const [added] = await tx
    .insert(users)
    .values({ id: randomUUID(), name, email, role })
    .onConflictDoUpdate({
      target: users.email,
      set: { name, role, updatedAt: sql`now()` },
      setWhere: notExists(
        tx
          .select()
          .from(credentials)
          .where(and(eq(credentials.userId, users.id))),
      ),
    })
    .returning({ id: users.id });
  if (!added) throw new Refusal("wrong-state", "There is already an account with this e-mail.", { email: "Taken." });
  await tx.insert(credentials).values({
    id: randomUUID(),
    accountId: added.id,
    providerId: PROVIDER,
    userId: added.id,
    password: person.passwordHash,
  });
  return { kind: "user", id: added.id, label: name, role };
}
