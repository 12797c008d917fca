import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { listen } from "#lib/live/listen";
import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";
import { unseal } from "#lib/seal";
import { environmentSecrets } from "./environment-secrets.ts";
import { parseSecret, type Secret } from "./secret.ts";

/** How long a process uses what it read, should the notification of a change not reach it. */
const FRESH_MS = 10_000;
const NEVER = Number.POSITIVE_INFINITY;

/** `retiresAt` and `readAt` are `performance.now()`: this process's clock may be wrong, and may be set. */
type CachedSecret = { secret: Secret | undefined; retiresAt: number };
type Loaded = { readAt: number; sources: Map<string, CachedSecret[]> };
type Cache = { loaded?: Loaded | undefined; loading?: Promise<Loaded> | undefined; listening: boolean };

const cache = processWide("source secrets", (): Cache => ({ listening: false }));

/**
 * The secrets that verify signatures for `source` now, and how many others CASEWIRE_SECRET does not open. Undefined when there is no such
 * source.
 */
export async function verificationSecrets(
  source: string,
): Promise<{ secrets: Secret[]; unopenable: number } | undefined> {
  const { sources } = await loaded();
  const now = performance.now();
  const current = sources.get(source)?.filter(({ retiresAt }) => retiresAt > now);
  const secrets = current?.flatMap(({ secret }) => secret ?? []);
  return current && secrets && { secrets, unopenable: current.length - secrets.length };
}

/** Makes the next call read the database, after a change made by this process. */
export function invalidateSecrets(): void {
  cache.loaded = undefined;
  cache.loading = undefined;
}

async function loaded(): Promise<Loaded> {
  if (cache.loaded && performance.now() - cache.loaded.readAt < FRESH_MS) return cache.loaded;
  if (!cache.listening) {
    cache.listening = true;
    listen(["settings"], invalidateSecrets);
  }
  const loading = cache.loading ?? load();
  cache.loading = loading;
  try {
    const result = await loading;
    // Invalidated meanwhile, it may be older than the change: then it serves this call only.
    if (cache.loading === loading) cache.loaded = result;
    return result;
  } finally {
    if (cache.loading === loading) cache.loading = undefined;
  }
}

async function load(): Promise<Loaded> {
  const readAt = performance.now();
  // The remaining time is computed by the database's clock, which also set the time of retirement.
  const rows = await database().execute<{ slug: string; sealed: string | null; left: string | null }>(sql`
    select sources.slug, secrets.sealed, extract(epoch from secrets.retires_at - now()) * 1000 as left
    from sources left join source_secrets as secrets on secrets.source = sources.slug and secrets.sealed is not null
    order by secrets.created_at`);
  const sources = new Map<string, CachedSecret[]>();
  for (const { slug, sealed, left } of rows) {
    const secrets: CachedSecret[] =
      sources.get(slug) ?? environmentSecrets(slug).map((secret) => ({ secret, retiresAt: NEVER }));
    const retiresAt = left === null ? NEVER : readAt + Number(left);
    if (sealed !== null) secrets.push({ secret: open(slug, sealed), retiresAt });
    sources.set(slug, secrets);
  }
  if (rows.some(({ left }) => left !== null && Number(left) <= 0)) await wipeRetired();
  return { readAt, sources };
}

/** A retired secret verifies nothing any more, so its sealed bytes are removed. */
async function wipeRetired(): Promise<void> {
  await database().execute(sql`update source_secrets set sealed = null where retires_at <= now()`);
}

/** Undefined where the secret cannot be opened: the source's other secrets still verify. */
function open(source: string, sealed: string): Secret | undefined {
  try {
    return parseSecret(unseal(sealed));
  } catch {
    log.error(
      { source },
      "a stored signing secret cannot be opened: CASEWIRE_SECRET is not the one it was sealed with",
    );
    return undefined;
  }
}
