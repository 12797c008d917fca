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
import { readSettings } from "#lib/settings/settings";
import { mayUsePassword } from "./password-allowed.ts";

export const requestPasswordResetInput = z.object({ email: emailAddress });

const LINK_MINUTES = 30;
const PER_NETWORK = { max: 10, seconds: 15 * 60 };
/** Further letters are dropped silently, so that nobody floods a mailbox. */
const PER_PERSON = { max: 3, seconds: 60 * 60 };

type Send = (letter: { recipient: string; link: string; minutes: number }) => Promise<void>;

/**
 * Whether a forgotten password can be reset by mail. It needs CASEWIRE_URL: a link made of the request's host would send the token to
 * whatever host a stranger's request named.
 */
export async function canResetByMail(): Promise<boolean> {
  return environment().CASEWIRE_URL !== undefined && (await readSettings()).SMTP_URL !== undefined;
}

/**
 * Sends a link to choose a new password to an account that has one. Returns before the look-up, so that neither the answer nor its time
 * tells whether the e-mail is known. Throws Refusal `too-many` to an address that asks too often.
 */
export async function requestPasswordReset(
  { email }: z.infer<typeof requestPasswordResetInput>,
  network: string,
  send: Send,
): Promise<{ settled: Promise<void> }> {
  if (!(await canResetByMail()))
    throw new Refusal("wrong-state", "This desk sends no such letters. Ask an administrator.");
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
