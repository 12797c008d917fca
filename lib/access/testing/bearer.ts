import { apiTokens } from "#db/access-schema";
import { database } from "#db/pool";
import type { Role } from "#lib/access/permissions";
import { newToken, tokenHash } from "#lib/access/token-hash";

/** The Authorization header of a new API token of the role, for the tests of the API's routes. */
export async function bearer(role: Role): Promise<{ authorization: string }> {
  const token = newToken("cwt");
  await database()
    .insert(apiTokens)
    .values({ name: `a ${role}'s`, role, tokenHash: tokenHash(token), hint: token.slice(-4), createdBy: "a test" });
  return { authorization: `Bearer ${token}` };
}
