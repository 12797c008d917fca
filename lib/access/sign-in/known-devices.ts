import { and, eq, gt, notInArray, sql } from "drizzle-orm";
import { devices, users } from "#db/access-schema";
import { database } from "#db/pool";
import { newToken, tokenHash } from "#lib/access/token-hash";

/** A browser stays known for so long after its last sign-in. */
export const KNOWN_DAYS = 180;
/** More than a person uses. Beyond it the browsers with the latest sign-ins stay known. */
const MAX_DEVICES = 20;

const isRecent = gt(devices.lastSignInAt, sql`now() - make_interval(days => ${sql.raw(String(KNOWN_DAYS))})`);

/** Whether the owner of `email` has signed in before in the browser with this device cookie. It only lifts rate limits. */
export async function isKnownDevice(token: string | null, email: string): Promise<boolean> {
  if (!token) return false;
  const [known] = await database()
    .select({ userId: devices.userId })
    .from(devices)
    .innerJoin(users, eq(users.id, devices.userId))
    .where(and(eq(devices.tokenHash, tokenHash(token)), eq(users.email, email.trim().toLowerCase()), isRecent));
  return known !== undefined;
}

/** Makes a browser known to a person who has just signed in there. Returns the token its device cookie is to hold. */
export async function rememberDevice(userId: string, held: string | null): Promise<string> {
  // Only a token of ours is kept: nobody can choose one for another person's browser.
  const token = held && (await isOurs(held)) ? held : newToken("cwd");
  await database()
    .insert(devices)
    .values({ userId, tokenHash: tokenHash(token) })
    .onConflictDoUpdate({ target: [devices.userId, devices.tokenHash], set: { lastSignInAt: sql`now()` } });
  const latest = database()
    .select({ tokenHash: devices.tokenHash })
    .from(devices)
    .where(and(eq(devices.userId, userId), isRecent))
    .orderBy(sql`${devices.lastSignInAt} desc`)
    .limit(MAX_DEVICES);
  await database()
    .delete(devices)
    .where(and(eq(devices.userId, userId), notInArray(devices.tokenHash, latest)));
  return token;
}

async function isOurs(token: string): Promise<boolean> {
  return (await database().$count(devices, eq(devices.tokenHash, tokenHash(token)))) > 0;
}
