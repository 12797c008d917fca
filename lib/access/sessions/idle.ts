import { and, eq, lt, sql } from "drizzle-orm";
import { sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import { PATH_HEADER } from "#lib/access/sign-in-path";
import { environment } from "#lib/environment";
import { log } from "#lib/log";
import type { Role } from "#lib/permissions";

/** A session ends after so many minutes without activity of its person. */
function idleMinutes(role: Role): number {
  const { CASEWIRE_IDLE_MINUTES, CASEWIRE_ADMIN_IDLE_MINUTES } = environment();
  return role === "admin" ? Math.min(CASEWIRE_ADMIN_IDLE_MINUTES, CASEWIRE_IDLE_MINUTES) : CASEWIRE_IDLE_MINUTES;
}

/** Whether the session of a person with this role has been idle for too long. */
export function isIdle(role: Role, lastSeenAt: Date): boolean {
  return Date.now() - lastSeenAt.getTime() > idleMinutes(role) * 60_000;
}

/** For a query over `sessions` and `users`: whether the session has not ended. */
export function isInForce() {
  return sql<boolean>`${sessions.expiresAt} > now() and ${sessions.lastSeenAt} > now() - make_interval(mins =>
    case when ${users.role} = 'admin' then ${idleMinutes("admin")}::int else ${idleMinutes("viewer")}::int end)`;
}

/**
 * Whether a request counts as activity: a page that was opened or a form that was sent. Requests with `_rsc` do not, since an open page
 * also makes them by itself; the page reports keys and clicks separately (`/api/activity`).
 */
export function isActivity(headers: Headers): boolean {
  const asked = headers.get(PATH_HEADER);
  if (!asked || asked.startsWith("/api/")) return false;
  return !new URLSearchParams(asked.slice(asked.indexOf("?") + 1)).has("_rsc");
}

/** Writes the time of activity, at most once a minute. Not awaited: the request neither waits for it nor fails with it. */
export function markSeen(sessionId: string): void {
  database()
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(sessions.id, sessionId), lt(sessions.lastSeenAt, sql`now() - interval '1 minute'`)))
    .catch((error: unknown) => log.warn({ err: error }, "last activity of a session not written"));
}
