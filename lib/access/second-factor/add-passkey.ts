import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import { z } from "zod";
import { passkeys } from "#db/factor-schema";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { consumeChallenge, passkeyRefused, readAnswer } from "./passkeys.ts";
import { markProven, type Prover } from "./prove-identity.ts";
import { firstRecoveryCodes } from "./recovery-codes.ts";
import type { RelyingParty } from "./relying-party.ts";

/** 1023 bytes, as WebAuthn bounds it. */
const MAX_ID_LENGTH = 1364;

type AddingSession = Omit<Prover, "actor"> & { party: RelyingParty };

/** Adds a passkey the browser made just now. Returns the person's first recovery codes, or null where they have some. */
export const addPasskey = defineVerb({
  permission: "passkey:add",
  audit: "passkey.added",
  input: z.object({
    name: z.string("Give it a name.").trim().min(1, "Give it a name.").max(80),
    /** What the browser made, in JSON. */
    response: z.string().max(20_000),
  }),
  refuses: ["invalid", "wrong-state"],

  // The challenge is used up before the transaction, so that a wrong answer uses it up too.
  async runInSteps(commit, actor: UserActor, { name, response }, { party, ...session }: AddingSession) {
    const credential = await verifiedCredential(response, session.sessionId, party);
    return await commit(async (tx) => {
      const added = await tx
        .insert(passkeys)
        .values({
          id: credential.id,
          userId: actor.id,
          name,
          publicKey: Buffer.from(credential.publicKey).toString("base64url"),
          counter: credential.counter,
          transports: credential.transports ?? [],
        })
        .onConflictDoNothing()
        .returning({ id: passkeys.id });
      if (added.length === 0) throw new Refusal("wrong-state", "This passkey is in use already.");
      const recoveryCodes = await firstRecoveryCodes(tx, actor.id);
      await markProven(tx, { actor, ...session }, "passkey");
      return {
        entry: { subject: { kind: "user", id: actor.id }, words: { about: null, texts: { name } } },
        topics: [],
        result: { recoveryCodes },
      };
    });
  },
});

async function verifiedCredential(response: string, sessionId: string, party: RelyingParty) {
  const expectedChallenge = await consumeChallenge(sessionId, "add");
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: readAnswer<RegistrationResponseJSON>(response),
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
  return credential;
}
