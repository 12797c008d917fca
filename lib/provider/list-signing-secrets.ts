import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { may } from "#lib/permissions";
import { environmentSecrets } from "#lib/sources/environment-secrets";
import { usesOfSecrets } from "#lib/sources/list-sources";

export type SigningSecret = {
  fingerprint: string;
  /** Its last four characters: a part of the secret, for those who may add and retire secrets. */
  hint: string | null;
  /** Null: it stands in VOVE_WEBHOOK_SECRETS. */
  createdAt: Date | null;
  retiresAt: Date | null;
  /** When it verified one of the newest receipts, and how many of them. */
  matchedAt: Date | null;
  matched: number;
};

/** The secrets that verify messages now, by source. */
export async function listSigningSecrets(actor: Actor): Promise<Map<string, SigningSecret[]>> {
  authorize(actor, "provider:read");
  const sources = await preparedQuery<{ slug: string }>(database(), sql`select slug from sources`);
  const stored = await preparedQuery<Omit<SigningSecret, "matchedAt" | "matched"> & { source: string }>(
    database(),
    sql`
    select source, fingerprint, hint, created_at, retires_at from source_secrets
    where retires_at is null or retires_at > now() order by created_at desc`,
  );
  const uses = await usesOfSecrets();
  const hints = "role" in actor && may(actor.role, "source:read");
  const listed = (source: string, secret: Omit<SigningSecret, "matchedAt" | "matched">): SigningSecret => {
    const use = uses.find((each) => each.source === source && each.fingerprint === secret.fingerprint)?.use;
    const { fingerprint, hint, createdAt, retiresAt } = secret;
    return {
      ...{ fingerprint, hint: hints ? hint : null, createdAt, retiresAt },
      ...{ matchedAt: use ? new Date(use.matchedAt) : null, matched: use?.matched ?? 0 },
    };
  };
  return new Map(
    sources.map(({ slug }) => [
      slug,
      [
        ...environmentSecrets(slug).map(({ fingerprint, hint }) => ({
          ...{ fingerprint, hint, createdAt: null, retiresAt: null },
        })),
        ...stored.filter(({ source }) => source === slug),
      ].map((secret) => listed(slug, secret)),
    ]),
  );
}
