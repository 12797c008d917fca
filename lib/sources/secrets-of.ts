import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { listen } from "#lib/live/listen";
import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";
import { unseal } from "#lib/seal";
import { environmentSecrets } from "./environment-secrets.ts";
import { parseSecret, type Secret } from "./secret.ts";

/** How long a process may go on with what it knew, should the news of a change not reach it. */
const FRESH_MS = 10_000;
const FOR_EVER = Number.POSITIVE_INFINITY;

/** Times are `performance.now()`: this process's clock may be set, and may be wrong. */
type Held = { secret: Secret | undefined; until: number };
type Known = { readAt: number; sources: Map<string, Held[]> };
type Cache = { known?: Known | undefined; reading?: Promise<Known> | undefined; listening: boolean };

const cache = processWide("source secrets", (): Cache => ({ listening: false }));

/** The secrets that may sign for `source` now, and how many more do that cannot be opened; undefined when there is no such source. */
export async function secretsOf(source: string): Promise<{ secrets: Secret[]; unopenable: number } | undefined> {
  const { sources } = await known();
  const now = performance.now();
  const held = sources.get(source)?.filter(({ until }) => until > now);
  const secrets = held?.flatMap(({ secret }) => secret ?? []);
  return held && secrets && { secrets, unopenable: held.length - secrets.length };
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
    from sources left join source_secrets as held on held.source = sources.slug and held.sealed is not null
    order by held.created_at`);
  const sources = new Map<string, Held[]>();
  for (const { slug, sealed, left } of rows) {
    const held: Held[] = sources.get(slug) ?? environmentSecrets(slug).map((secret) => ({ secret, until: FOR_EVER }));
    const until = left === null ? FOR_EVER : readAt + Number(left);
    if (sealed !== null) held.push({ secret: open(slug, sealed), until });
    sources.set(slug, held);
  }
  if (rows.some(({ left }) => left !== null && Number(left) <= 0)) await wipeRetired();
  return { readAt, sources };
}

/** A secret whose overlap is over verifies nothing any more; then nobody shall be able to open it either. */
async function wipeRetired(): Promise<void> {
  await database().execute(sql`update source_secrets set sealed = null where retires_at <= now()`);
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
