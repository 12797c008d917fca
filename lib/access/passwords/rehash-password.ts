import { and, eq, sql } from "drizzle-orm";
import { credentials } from "#db/access-schema";
import { database } from "#db/pool";
import { log } from "#lib/log";
import { isOutdated, passwordHash } from "./password-hash.ts";

/** After a sign-in: hashes the password again if its hash was made with other parameters than the current ones. */
export async function rehashPassword(userId: string, password: string): Promise<void> {
  const [held] = await database()
    .select({ id: credentials.id, password: credentials.password })
    .from(credentials)
    .where(eq(credentials.userId, userId));
  if (!held?.password || !isOutdated(held.password)) return;
  try {
    const hash = await passwordHash(password);
    // Only if the hash is still the one that was verified.
    await database()
      .update(credentials)
      .set({ password: hash, updatedAt: sql`now()` })
      .where(and(eq(credentials.id, held.id), eq(credentials.password, held.password)));
  } catch (error) {
    // The person is signed in all the same. The next sign-in tries again.
    log.warn({ err: error }, "a password was not rehashed");
  }
}
