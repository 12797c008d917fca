import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransportFuture,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { and, eq, gt, sql } from "drizzle-orm";
import { sessions, users } from "#db/access-schema";
import { passkeyChallenges, passkeys } from "#db/factor-schema";
import { database, transaction } from "#db/pool";
import { resetCount } from "#lib/access/rate-limits";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { countProofAttempt, logRefusedProof, markProven, type Prover } from "./prove-identity.ts";
import type { RelyingParty } from "./relying-party.ts";

const CHALLENGE_MINUTES = 5;
const TRIES = { max: 30, seconds: 5 * 60 };
type Purpose = "add" | "prove";

/** The options with which a browser makes a new passkey. */
export async function beginPasskey(
  actor: UserActor,
  { sessionId, party }: { sessionId: string; party: RelyingParty },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  authorize(actor, "passkey:add");
  const [person] = await database().select({ email: users.email }).from(users).where(eq(users.id, actor.id));
  const known = await keysOf(actor.id);
  const options = await generateRegistrationOptions({
    rpName: "Casewire",
    rpID: party.id,
    // The same for all of a person's passkeys, so that a password manager keeps one entry.
    userID: new TextEncoder().encode(actor.id),
    userName: person?.email ?? actor.label,
    userDisplayName: actor.label,
    attestationType: "none",
    excludeCredentials: known.map(({ id, transports }) => ({
      id,
      transports: transports as AuthenticatorTransportFuture[],
    })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  await storeChallenge({ userId: actor.id, sessionId }, options.challenge, "add");
  return options;
}

/** The options with which a browser signs by one of the person's passkeys. */
export async function beginPasskeyProof(
  prover: Prover,
  party: RelyingParty,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const known = await keysOf(prover.actor.id);
  if (known.length === 0) throw new Refusal("wrong-state", "You have no passkey here.");
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: "required",
    allowCredentials: known.map(({ id, transports }) => ({
      id,
      transports: transports as AuthenticatorTransportFuture[],
    })),
  });
  await storeChallenge({ userId: prover.actor.id, sessionId: prover.sessionId }, options.challenge, "prove");
  return options;
}

/** Proves the identity of a session's person by a passkey. Throws Refusal `invalid` where none of theirs signed `response`. */
export async function provePasskey(prover: Prover, response: string, party: RelyingParty): Promise<void> {
  const key = `passkey/${prover.actor.id}/${prover.network}`;
  await countProofAttempt(key, TRIES);
  const challenge = await consumeChallenge(prover.sessionId, "prove");
  const answer = readAnswer<AuthenticationResponseJSON>(response);
  await takeSignature(prover, { answer, challenge, party }).catch(logRefusedProof(prover));
  await resetCount(key);
}

type Signed = { answer: AuthenticationResponseJSON; challenge: string; party: RelyingParty };

async function takeSignature(prover: Prover, { answer, challenge, party }: Signed): Promise<void> {
  await transaction(async (tx) => {
    const own = and(eq(passkeys.id, answer.id), eq(passkeys.userId, prover.actor.id));
    const [key] = await tx.select().from(passkeys).where(own).for("update");
    if (!key) throw passkeyRefused();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: key.id,
        publicKey: new Uint8Array(Buffer.from(key.publicKey, "base64url")),
        counter: key.counter,
        transports: key.transports as AuthenticatorTransportFuture[],
      },
    }).catch(() => {
      throw passkeyRefused();
    });
    if (!verified) throw passkeyRefused();
    const used = { counter: authenticationInfo.newCounter, lastUsedAt: sql`now()` };
    await tx.update(passkeys).set(used).where(own);
    await markProven(tx, prover, "passkey");
  });
}

/** The browser's response, in JSON. */
export function readAnswer<Answer extends { id: string }>(text: string): Answer {
  try {
    const answer = JSON.parse(text) as Answer;
    if (typeof answer.id === "string") return answer;
  } catch {
    // Text that is no JSON is refused like a wrong response.
  }
  throw passkeyRefused();
}

/** The stored challenge, which can be used once. */
export async function consumeChallenge(sessionId: string, purpose: Purpose): Promise<string> {
  const [taken] = await database()
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.sessionId, sessionId),
        eq(passkeyChallenges.purpose, purpose),
        gt(passkeyChallenges.expiresAt, sql`now()`),
      ),
    )
    .returning({ challenge: passkeyChallenges.challenge });
  if (!taken) throw passkeyRefused();
  return taken.challenge;
}

/** One challenge a session: a new one replaces the one before, whatever its purpose. */
async function storeChallenge(
  of: { userId: string; sessionId: string },
  challenge: string,
  purpose: Purpose,
): Promise<void> {
  const [own] = await database()
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, of.sessionId), eq(sessions.userId, of.userId)));
  if (!own) throw new Refusal("not-signed-in", "Your session has ended. Sign in again.");
  const set = { challenge, purpose, expiresAt: sql`now() + make_interval(mins => ${CHALLENGE_MINUTES})` };
  await database()
    .insert(passkeyChallenges)
    .values({ sessionId: of.sessionId, ...set })
    .onConflictDoUpdate({ target: passkeyChallenges.sessionId, set });
}

function keysOf(userId: string): Promise<(typeof passkeys.$inferSelect)[]> {
  return database().select().from(passkeys).where(eq(passkeys.userId, userId));
}

export function passkeyRefused(): Refusal {
  return new Refusal("invalid", "The passkey was not accepted. Try again.");
}
