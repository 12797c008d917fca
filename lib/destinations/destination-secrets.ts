import { and, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { destinationSecrets } from "#db/destination-schema";
import { database, type Tx } from "#db/pool";
import type { Actor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { seal, unseal } from "#lib/seal";
import { newSecret, parseSecret } from "#lib/sources/secret";

/** Svix's libraries verify any number; each is one hash over every body and about 50 bytes of every request. */
const MAX_SECRETS = 11;

/** `secret` is shown this once. */
export type MadeSecret = { secretId: string; secret: string; hint: string; fingerprint: string };

/** Makes and seals a secret that signs from the commit on. Throws Refusal `too-many`. */
export async function makeSecret(tx: Tx, actor: Actor, destinationId: string): Promise<MadeSecret> {
  if ((await tx.$count(destinationSecrets, inUse(destinationId))) >= MAX_SECRETS) {
    const message = `A destination has at most ${MAX_SECRETS} secrets in use: wait for the end of an overlap, or rotate without one.`;
    throw new Refusal("too-many", message);
  }
  const secret = newSecret();
  const { fingerprint, hint } = parseSecret(secret);
  const [row] = await tx
    .insert(destinationSecrets)
    .values({ destinationId, sealed: seal(secret), fingerprint, hint, createdBy: actor.label })
    .returning({ secretId: destinationSecrets.id });
  if (!row) throw new Error("the secret was not written");
  return { ...row, secret, hint, fingerprint };
}

/** Lets the secrets in use sign for so many hours more; one that ends sooner keeps its end. 0 ends and wipes them at once. */
export async function expireSecrets(tx: Tx, destinationId: string, hours: number): Promise<void> {
  await tx
    .update(destinationSecrets)
    .set({
      expiresAt: sql`least(${destinationSecrets.expiresAt}, now() + make_interval(hours => ${hours}))`,
      ...(hours === 0 ? { sealed: null } : {}),
    })
    .where(and(eq(destinationSecrets.destinationId, destinationId), isNotNull(destinationSecrets.sealed)));
}

/** Opens the secrets in use, to be neither shown nor logged. Throws an Error where there is none, and one that names CASEWIRE_SECRET where one cannot be opened. */
export function openSecrets(sealed: readonly string[]): string[] {
  if (sealed.length === 0) throw new Error("This destination has no signing secret: rotate it to make one.");
  return sealed.map(opened);
}

/** Empties the secrets that have expired. For a worker, again and again. */
export async function wipeExpiredSecrets(): Promise<void> {
  await database().execute(
    sql`update destination_secrets set sealed = null where sealed is not null and expires_at <= now()`,
  );
}

function inUse(destinationId: string) {
  return and(
    eq(destinationSecrets.destinationId, destinationId),
    isNotNull(destinationSecrets.sealed),
    or(isNull(destinationSecrets.expiresAt), gt(destinationSecrets.expiresAt, sql`now()`)),
  );
}

function opened(sealed: string): string {
  try {
    return unseal(sealed);
  } catch (cause) {
    throw new Error(
      "A signing secret of this destination cannot be opened: CASEWIRE_SECRET is not the one it was sealed with.",
      { cause },
    );
  }
}
