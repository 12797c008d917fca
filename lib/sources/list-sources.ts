import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { environment } from "#lib/environment";
import { environmentSecrets } from "./environment-secrets.ts";
import type { Secret } from "./secret.ts";

export type ListedSecret = {
  /** Absent for a secret of the environment, which cannot be retired here. */
  id?: string;
  hint: string;
  fingerprint: string;
  createdBy?: string;
  createdAt?: string;
  retiresAt?: string;
  /** Retired, and its overlap has passed. */
  over: boolean;
  /** When it last verified one of the newest receipts. */
  matchedAt?: string;
  /** How many of the `NEWEST` receipts it verified. */
  matched: number;
};

export type ListedSource = {
  slug: string;
  name: string;
  url: string;
  expectedTypes: string[];
  secrets: ListedSecret[];
  /** The other types among the `NEWEST` events. */
  unexpected: { type: string; count: number }[];
};

/** How many receipts and events of all sources are counted, so that the page costs the same at any size. */
export const NEWEST = 2000;

/** Every source with its endpoint's address, which begins with `requestOrigin` where CASEWIRE_URL is not set. */
export async function listSources(actor: Actor, requestOrigin: string): Promise<ListedSource[]> {
  authorize(actor, "source:read");
  type Row = { slug: string; name: string; expectedTypes: string[]; secrets: ListedSecret[] };
  const rows = await preparedQuery<Row>(
    database(),
    sql`
    select slug, name, to_jsonb(expected_types) as expected_types, coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'id', id, 'hint', hint, 'fingerprint', fingerprint, 'createdBy', created_by, 'createdAt', created_at,
        'retiresAt', retires_at, 'over', coalesce(retires_at <= now(), false))) order by created_at desc)
      from source_secrets where source = slug), '[]') as secrets
    from sources order by created_at, slug`,
  );
  const origin = environment().CASEWIRE_URL ?? requestOrigin;
  const [uses, types] = await Promise.all([usesOfSecrets(), countTypes()]);
  return rows.map(({ slug, name, expectedTypes, secrets }) => ({
    slug,
    name,
    url: `${origin}/api/webhooks/${slug}`,
    expectedTypes,
    secrets: [...environmentSecrets(slug).map(listed), ...secrets].map((secret) => ({
      ...secret,
      ...(uses.find((use) => use.source === slug && use.fingerprint === secret.fingerprint)?.use ?? { matched: 0 }),
    })),
    unexpected: types
      .filter(({ source, type }) => source === slug && !expectedTypes.includes(type))
      .map(({ type, count }) => ({ type, count })),
  }));
}

function listed({ hint, fingerprint }: Secret): Omit<ListedSecret, "matched"> {
  return { hint, fingerprint, over: false };
}

export type Use = { source: string; fingerprint: string; use: { matched: number; matchedAt: string } };

/** When each secret last verified one of the `NEWEST` receipts, and how many of them. */
export async function usesOfSecrets(): Promise<Use[]> {
  type Row = { source: string; fingerprint: string; matched: number; matchedAt: Date };
  const rows = await preparedQuery<Row>(
    database(),
    sql`
    select source, secret_fingerprint as fingerprint, count(*)::int as matched, max(received_at) as matched_at
    from (select source, secret_fingerprint, received_at from receipts order by id desc limit ${NEWEST}) as newest
    where secret_fingerprint is not null group by source, secret_fingerprint`,
  );
  return rows.map(({ source, fingerprint, matched, matchedAt }) => {
    return { source, fingerprint, use: { matched, matchedAt: matchedAt.toISOString() } };
  });
}

function countTypes(): Promise<{ source: string; type: string; count: number }[]> {
  return preparedQuery(
    database(),
    sql`
    select source, type, count(*)::int as count
    from (select source, type from events order by id desc limit ${NEWEST}) as newest
    group by source, type order by count desc, type`,
  );
}
