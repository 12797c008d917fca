import { and, gt, isNull, sql } from "drizzle-orm";
import { apiTokens } from "#db/access-schema";
import { database } from "#db/pool";
import { log } from "#lib/log";

const WARNED_DAYS = 14;
const DAY_MS = 24 * 3600 * 1000;

/** Of a valid row of `api_tokens`: whether it is time to replace it. */
export const endsSoon = sql<boolean>`${apiTokens.expiresAt} <= now() + make_interval(days => ${sql.raw(String(WARNED_DAYS))})`;

/** Logs each API token that ends soon, now and once a day: whoever runs the program may never open the page. */
export function warnOfTokens(signal: AbortSignal): void {
  const warn = () =>
    void logExpiringTokens().catch((error: unknown) => log.warn({ err: error }, "tokens that end soon not read"));
  const timer = setInterval(warn, DAY_MS);
  timer.unref();
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  warn();
}

/** One line a token. */
export async function logExpiringTokens(): Promise<void> {
  const ending = await database()
    .select({ tokenId: apiTokens.id, name: apiTokens.name, expiresAt: apiTokens.expiresAt })
    .from(apiTokens)
    .where(and(isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, sql`now()`), endsSoon));
  for (const ends of ending) log.warn(ends, "an API token ends soon: issue another one and replace it");
}
