import { and, eq, lt, sql } from "drizzle-orm";
import { sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import { PATH_HEADER } from "#lib/access/sign-in-path";
import { environment } from "#lib/environment";
import { log } from "#lib/log";
import type { Role } from "#lib/permissions";

/** After so many minutes without a sign of the person their session has ended. */
function idleMinutes(role: Role): number {
  const { CASEWIRE_IDLE_MINUTES, CASEWIRE_ADMIN_IDLE_MINUTES } = environment();
  return role === "admin" ? Math.min(CASEWIRE_ADMIN_IDLE_MINUTES, CASEWIRE_IDLE_MINUTES) : CASEWIRE_IDLE_MINUTES;
}

/** Whether the session of one with that role has been left alone for too long. */
export function isIdle(role: Role, lastSeenAt: Date): boolean {
  return Date.now() - lastSeenAt.getTime() > idleMinutes(role) * 60_000;
}

/** Of rows of `sessions` and `users` together: whether the session is in force. */
export function isInForce() {
  return sql<boolean>`${sessions.expiresAt} > now() and ${sessions.lastSeenAt} > now() - make_interval(mins =>
    case when ${users.role} = 'admin' then ${idleMinutes("admin")}::int else ${idleMinutes("viewer")}::int end)`;
}

/**
 * Whether a request is a sign of the person: a page they opened or a form they sent. What an open page asks for by itself looks like the
 * parts that Next asks for when a link is followed (`_rsc`), so neither counts; the page tells of keys and clicks on its own.
 */
export function isActivity(headers: Headers): boolean {
  const asked = headers.get(PATH_HEADER);
  if (!asked || asked.startsWith("/api/")) return false;
  return !new URLSearchParams(asked.slice(asked.indexOf("?") + 1)).has("_rsc");
}

/** Writes down that the person was there, at most once a minute. Not awaited: a request does not wait for it, nor fail with it. */
export function markSeen(sessionId: string): void {
  database()
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(sessions.id, sessionId), lt(sessions.lastSeenAt, sql`now() - interval '1 minute'`)))
    .catch((error: unknown) => log.warn({ err: error }, "last sign of a person not written"));
}
