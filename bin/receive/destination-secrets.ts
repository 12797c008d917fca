import { and, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { destinations, destinationSecrets as secretRows } from "#db/destination-schema";
import { database } from "#db/pool";
import { unseal } from "#lib/seal";
import { parseSecret, type Secret } from "#lib/sources/secret";

/** The secrets in use of the destinations whose URL has this port. */
export async function destinationSecrets(port: number): Promise<Secret[]> {
  const rows = await database()
    .select({ url: destinations.url, sealed: secretRows.sealed })
    .from(secretRows)
    .innerJoin(destinations, eq(destinations.id, secretRows.destinationId))
    .where(
      and(
        isNull(destinations.deletedAt),
        isNotNull(secretRows.sealed),
        or(isNull(secretRows.expiresAt), gt(secretRows.expiresAt, sql`now()`)),
      ),
    );
  const ours = rows.filter(({ url }) => new URL(url).port === String(port));
  return ours.map(({ sealed }) => parseSecret(unseal(sealed ?? "")));
}
