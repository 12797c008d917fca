import { desc, sql } from "drizzle-orm";
import { apiTokens } from "#db/access-schema";
import { database } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { environment } from "#lib/environment";
import type { Role } from "#lib/permissions";
import { endsSoon } from "./expiry-warning.ts";

export type ApiToken = {
  id: string;
  name: string;
  role: Role;
  /** Its last four characters. */
  hint: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  state: "in force" | "ends soon" | "expired" | "revoked";
  /** To the minute. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** The API tokens, those in force first; `fromEnvironment` says whether CASEWIRE_API_TOKEN is one more, with an admin's rights. */
export async function listTokens(actor: Actor): Promise<{ tokens: ApiToken[]; fromEnvironment: boolean }> {
  authorize(actor, "token:read");
  const state = sql<ApiToken["state"]>`case when ${apiTokens.revokedAt} is not null then 'revoked'
    when ${apiTokens.expiresAt} <= now() then 'expired' when ${endsSoon} then 'ends soon' else 'in force' end`;
  const tokens = await database()
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      role: apiTokens.role,
      hint: apiTokens.hint,
      createdBy: apiTokens.createdBy,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
      state,
      lastUsedAt: apiTokens.lastUsedAt,
      revokedAt: apiTokens.revokedAt,
    })
    .from(apiTokens)
    .orderBy(sql`${apiTokens.revokedAt} is not null or ${apiTokens.expiresAt} <= now()`, desc(apiTokens.createdAt))
    .limit(200);
  return { tokens, fromEnvironment: environment().CASEWIRE_API_TOKEN !== undefined };
}
