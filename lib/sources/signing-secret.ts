import { and, asc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { sourceSecrets, sources } from "#db/schema";
import { Refusal } from "#lib/refusal";
import { opener, unseal } from "#lib/seal";
import { environmentSecretTexts } from "./environment-secrets.ts";

/**
 * The text of a secret to sign a test with, which does not retire within a minute; undefined where the source has none. It must never be
 * shown or logged. Throws Refusal `not-found` for a source that does not exist.
 */
export async function signingSecret(source: string): Promise<string | undefined> {
  const [found] = await database().select({ slug: sources.slug }).from(sources).where(eq(sources.slug, source));
  if (!found) throw new Refusal("not-found", `There is no source ${source}.`);
  const stored = await database()
    .select({ sealed: sourceSecrets.sealed })
    .from(sourceSecrets)
    .where(
      and(
        eq(sourceSecrets.source, source),
        isNotNull(sourceSecrets.sealed),
        or(isNull(sourceSecrets.retiresAt), gt(sourceSecrets.retiresAt, sql`now() + interval '1 minute'`)),
      ),
    )
    .orderBy(asc(sql`${sourceSecrets.retiresAt} is not null`), asc(sourceSecrets.createdAt));
  const texts = [...environmentSecretTexts(source), ...stored.map(({ sealed }) => opened(sealed ?? ""))];
  // A public key verifies and cannot sign.
  return texts.find((text) => text.startsWith("whsec_"));
}

function opened(sealed: string): string {
  if (opener(sealed) !== "none") return unseal(sealed);
  throw new Refusal(
    "wrong-state",
    "A secret of this source cannot be opened: CASEWIRE_SECRET is not the one it was sealed with.",
  );
}
