import { createHash } from "node:crypto";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { credentials, users } from "#db/access-schema";
import { passwordResets } from "#db/factor-schema";
import { database } from "#db/pool";
import { emailAddress } from "#lib/access/accounts/add-user";
import { countInWindow } from "#lib/access/rate-limits";
import { newToken, tokenHash } from "#lib/access/token-hash";
import { environment } from "#lib/environment";
import { log } from "#lib/log";
import { Refusal } from "#lib/refusal";
import { mayUsePassword } from "./password-allowed.ts";

export const requestPasswordResetInput = z.object({ email: emailAddress });

const LINK_MINUTES = 30;
const PER_NETWORK = { max: 10, seconds: 15 * 60 };
/** More letters than these would bury a person; who asks is told nothing of it. */
const PER_PERSON = { max: 3, seconds: 60 * 60 };

/** Sends the letter with the link. */
type Send = (letter: { recipient: string; link: string; minutes: number }) => Promise<void>;

/**
 * Whether a forgotten password can be replaced by mail. It takes a configured address: a link made of the address that the request
 * asked would lead wherever a stranger's request said, with the token in it.
 */
export function canResetByMail(): boolean {
  const { SMTP_URL, CASEWIRE_URL } = environment();
  return SMTP_URL !== undefined && CASEWIRE_URL !== undefined;
}

/**
 * Sends whoever has a password here a link to choose another. It answers before it looks, so that neither the answer nor the time it
 * takes tells whether the e-mail is known. Throws Refusal `too-many` to an address that asks too often.
 */
export async function requestPasswordReset(
  { email }: z.infer<typeof requestPasswordResetInput>,
  network: string,
  send: Send,
): Promise<{ settled: Promise<void> }> {
  if (!canResetByMail()) throw new Refusal("wrong-state", "This desk sends no such letters. Ask an administrator.");
  const asked = await countInWindow(`password-reset/address/${network}`, PER_NETWORK);
  if (!asked.allowed)
    throw new Refusal("too-many", "Too many letters were asked for. Try again in a quarter of an hour.");
  const settled = sendLink(email, send).catch((error: unknown) =>
    log.error({ err: error }, "the link of a forgotten password was not sent"),
  );
  return { settled };
}

async function sendLink(email: string, send: Send): Promise<void> {
  const person = createHash("sha256").update(email).digest("hex").slice(0, 32);
  if (!(await countInWindow(`password-reset/person/${person}`, PER_PERSON)).allowed) return;
  const [known] = await database()
    .select({ id: users.id })
    .from(users)
    .innerJoin(credentials, and(eq(credentials.userId, users.id), isNotNull(credentials.password)))
    .where(eq(users.email, email));
  if (!known || !mayUsePassword(email)) return;
  const token = newToken("cwp");
  const set = {
    tokenHash: tokenHash(token),
    createdAt: sql`now()`,
    expiresAt: sql`now() + make_interval(mins => ${LINK_MINUTES})`,
  };
  await database()
    .insert(passwordResets)
    .values({ userId: known.id, ...set })
    .onConflictDoUpdate({ target: passwordResets.userId, set });
  const link = `${environment().CASEWIRE_URL}/reset-password#${token}`;
  await send({ recipient: email, link, minutes: LINK_MINUTES });
}
