import { issueToken } from "#lib/access/tokens/issue-token";
import type { Role } from "#lib/permissions";
import { personOf } from "./people.ts";

/** The Authorization header of a new API token of the role, for the tests of the API's routes. */
export async function bearer(role: Role): Promise<{ authorization: string }> {
  const { token } = await issueToken(await personOf("admin"), { name: `a ${role}'s`, role, days: 1 });
  return { authorization: `Bearer ${token}` };
}
