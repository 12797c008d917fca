import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { apiTokens, users } from "#db/access-schema";
import { database } from "#db/pool";
import { isActive } from "#lib/access/accounts/is-active";
import { tokenHash } from "#lib/access/token-hash";
import type { TokenActor } from "#lib/actor";
import { environment } from "#lib/environment";
import { log } from "#lib/log";
import { covers } from "#lib/permissions";

/** The token of an Authorization header, if it holds one. */
export function bearerToken(authorization: string): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? null;
}

/** Whose token it is. The look-up compares hashes, so its time tells nothing of the token: it need not be constant. */
export async function bearerActor(token: string): Promise<TokenActor | null> {
  const hash = tokenHash(token);
  const fromEnvironment = environment().CASEWIRE_API_TOKEN;
  if (fromEnvironment && hash === tokenHash(fromEnvironment)) {
    return { kind: "token", id: "environment", label: "CASEWIRE_API_TOKEN", role: "admin" };
  }
  const [row] = await database()
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      role: apiTokens.role,
      ownerRole: users.role,
      unseen: sql<boolean>`coalesce(${apiTokens.lastUsedAt} < date_trunc('minute', now()), true)`,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(
      and(eq(apiTokens.tokenHash, hash), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, sql`now()`), isActive),
    );
  // Verbs that lower a role revoke such tokens too. This check does not depend on them.
  if (!row || !covers(row.ownerRole, row.role)) return null;
  if (row.unseen) markUsed(row.id);
  return { kind: "token", id: row.id, label: row.name, role: row.role };
}

/** Not awaited: the request neither waits for it nor fails with it. */
function markUsed(id: string): void {
  database()
    .update(apiTokens)
    .set({ lastUsedAt: sql`date_trunc('minute', now())` })
    .where(eq(apiTokens.id, id))
    .catch((error: unknown) => log.warn({ err: error }, "last use of a token not written"));
}
