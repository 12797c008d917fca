import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import type { Actor } from "#lib/access/actor";
import { authorize } from "#lib/access/authorize";
import { environment } from "#lib/environment";
import { environmentSecrets } from "#lib/sources/environment-secrets";
import type { Secret } from "#lib/sources/secret";

export type ListedSecret = {
  /** Absent for one from the environment: it is retired there. */
  id?: string;
  hint: string;
  fingerprint: string;
  createdBy?: string;
  createdAt?: string;
  retiresAt?: string;
  /** Retired and over. */
  over: boolean;
  matchedAt?: string;
  /** Receipts it verified in the last 30 days, at most `MOST_COUNTED`. */
  matched: number;
};

export type ListedSource = {
  slug: string;
  name: string;
  url: string;
  expectedTypes: string[];
  secrets: ListedSecret[];
  /** Other types among the source's newest `MOST_COUNTED` events. */
  unexpected: { type: string; count: number }[];
};

/** A count beyond this is shown as "10,000+", so that the page costs the same at any size. */
export const MOST_COUNTED = 10_000;

/** Every source with its endpoint; `requestOrigin` stands in where CASEWIRE_URL is not set. */
export async function listSources(actor: Actor, requestOrigin: string): Promise<ListedSource[]> {
  authorize(actor, "source:read");
  const rows = await database().execute<{
    slug: string;
    name: string;
    expected_types: string[];
    secrets: ListedSecret[];
  }>(sql`
    select slug, name, to_jsonb(expected_types) as expected_types, coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'id', id, 'hint', hint, 'fingerprint', fingerprint, 'createdBy', created_by, 'createdAt', created_at,
        'retiresAt', retires_at, 'over', coalesce(retires_at <= now(), false))) order by created_at desc)
      from source_secrets where source = slug), '[]') as secrets
    from sources order by created_at, slug`);
  const origin = environment().CASEWIRE_URL ?? requestOrigin;
  return Promise.all(
    rows.map(async ({ slug, name, expected_types: expectedTypes, secrets }) => ({
      slug,
      name,
      url: `${origin}/api/webhooks/${slug}`,
      expectedTypes,
      secrets: await Promise.all(
        [...environmentSecrets(slug).map(listed), ...secrets].map((one) => withUse(slug, one)),
      ),
      unexpected: await unexpectedTypes(slug, expectedTypes),
    })),
  );
}

function listed({ hint, fingerprint }: Secret): Omit<ListedSecret, "matched"> {
  return { hint, fingerprint, over: false };
}

/** Both parts are short walks of `receipts_secret`. */
async function withUse(source: string, secret: Omit<ListedSecret, "matched">): Promise<ListedSecret> {
  const [use] = await database().execute<{ last: string | null; count: string }>(sql`
    select
      (select received_at from receipts where source = ${source} and secret = ${secret.fingerprint}
        order by received_at desc limit 1) as last,
      (select count(*) from (select from receipts where source = ${source} and secret = ${secret.fingerprint}
        and received_at > now() - interval '30 days' limit ${MOST_COUNTED}) as lately) as count`);
  const matched = Number(use?.count ?? 0);
  return use?.last ? { ...secret, matched, matchedAt: new Date(use.last).toISOString() } : { ...secret, matched };
}

async function unexpectedTypes(
  source: string,
  expected: readonly string[],
): Promise<{ type: string; count: number }[]> {
  const rows = await database().execute<{ type: string; count: string }>(sql`
    select type, count(*) as count
    from (select type from events where source = ${source} order by id desc limit ${MOST_COUNTED}) as newest
    where type <> all(select jsonb_array_elements_text(${JSON.stringify(expected)}::jsonb))
    group by type order by count desc, type`);
  return rows.map(({ type, count }) => ({ type, count: Number(count) }));
}
