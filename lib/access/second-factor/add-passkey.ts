import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import { z } from "zod";
import { passkeys } from "#db/factor-schema";
import { transaction } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { consumeChallenge, passkeyRefused, readAnswer } from "./passkeys.ts";
import { markProven, type Prover } from "./prove-identity.ts";
import { firstRecoveryCodes } from "./recovery-codes.ts";
import type { RelyingParty } from "./relying-party.ts";

/** 1023 bytes, as WebAuthn bounds it. */
const MAX_ID_LENGTH = 1364;

export const addPasskeyInput = z.object({
  name: z.string("Give it a name.").trim().min(1, "Give it a name.").max(80),
  /** What the browser made, in JSON. */
  response: z.string().max(20_000),
});

/** Adds a passkey the browser made just now. Returns the person's first recovery codes, or null where they have some. */
export async function addPasskey(
  actor: UserActor,
  input: z.infer<typeof addPasskeyInput>,
  { party, ...session }: Omit<Prover, "actor"> & { party: RelyingParty },
): Promise<{ recoveryCodes: string[] | null }> {
  authorize(actor, "passkey:add");
  const expectedChallenge = await consumeChallenge(session.sessionId, "add");
  const answer = readAnswer<RegistrationResponseJSON>(input.response);
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => {
    throw passkeyRefused();
  });
  if (!verified || !registrationInfo) throw passkeyRefused();
  const { credential } = registrationInfo;
  if (credential.id.length > MAX_ID_LENGTH) throw passkeyRefused();
  return transaction(async (tx) => {
    const added = await tx
      .insert(passkeys)
      .values({
        id: credential.id,
        userId: actor.id,
        name: input.name,
        publicKey: Buffer.from(credential.publicKey).toString("base64url"),
        counter: credential.counter,
        transports: credential.transports ?? [],
      })
      .onConflictDoNothing()
      .returning({ id: passkeys.id });
    if (added.length === 0) throw new Refusal("wrong-state", "This passkey is in use already.");
    const recoveryCodes = await firstRecoveryCodes(tx, actor.id);
    await markProven(tx, { actor, ...session }, "passkey");
    const subject = { kind: "user", id: actor.id };
    await record(tx, { actor, action: "passkey.added", subject, words: { about: null, texts: { name: input.name } } });
    return { recoveryCodes };
  });
}
