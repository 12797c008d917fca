import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { unseal } from "#lib/access/seal";
import { environment } from "#lib/environment";
import { listen } from "#lib/live/listen";
import { log } from "#lib/log";
import { parseSecret, type Secret } from "#lib/sources/secret";

/** The source whose secrets VOVE_WEBHOOK_SECRETS holds. */
export const ENVIRONMENT_SOURCE = "vove";
/** How long a process may go on with what it knew, should the news of a change not reach it. */
const FRESH_MS = 10_000;

/** Times are `performance.now()`: this process's clock may be set, and may be wrong. */
type Held = { secret: Secret; until: number };
type Known = { readAt: number; sources: Map<string, Held[]> };
type Cache = { known?: Known | undefined; reading?: Promise<Known> | undefined; listening: boolean };

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireSecrets?: Cache };
holder.casewireSecrets ??= { listening: false };
const cache = holder.casewireSecrets;

/** The secrets that may sign for `source` now; undefined when there is no such source. */
export async function secretsOf(source: string): Promise<Secret[] | undefined> {
  const { sources } = await known();
  const now = performance.now();
  return sources
    .get(source)
    ?.filter((held) => held.until > now)
    .map((held) => held.secret);
}

/** Makes the next look-up read the database: after a change made in this process. */
export function forgetSecrets(): void {
  cache.known = undefined;
  cache.reading = undefined;
}

async function known(): Promise<Known> {
  if (cache.known && performance.now() - cache.known.readAt < FRESH_MS) return cache.known;
  if (!cache.listening) {
    cache.listening = true;
    listen(["settings"], forgetSecrets);
  }
  const reading = cache.reading ?? read();
  cache.reading = reading;
  try {
    const result = await reading;
    // What was forgotten while it was read may be older than the change: it serves this call only.
    if (cache.reading === reading) cache.known = result;
    return result;
  } finally {
    if (cache.reading === reading) cache.reading = undefined;
  }
}

async function read(): Promise<Known> {
  const readAt = performance.now();
  // The time left is taken by the database's clock, which set it.
  const rows = await database().execute<{ slug: string; sealed: string | null; left: string | null }>(sql`
    select sources.slug, held.sealed, extract(epoch from held.retires_at - now()) * 1000 as left
    from sources
    left join source_secrets as held on held.source = sources.slug and held.sealed is not null
      and (held.retires_at is null or held.retires_at > now())
    order by held.created_at`);
  const sources = new Map<string, Held[]>();
  for (const { slug, sealed, left } of rows) {
    const secret = sealed === null ? undefined : open(slug, sealed);
    const held = secret ? [{ secret, until: left === null ? Number.POSITIVE_INFINITY : readAt + Number(left) }] : [];
    sources.set(slug, [...(sources.get(slug) ?? []), ...held]);
  }
  sources.get(ENVIRONMENT_SOURCE)?.push(
    ...environment().VOVE_WEBHOOK_SECRETS.map((text) => ({
      secret: parseSecret(text),
      until: Number.POSITIVE_INFINITY,
    })),
  );
  return { readAt, sources };
}

/** One secret that cannot be opened must not close the door to the others. */
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
