import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "#db/access-schema";
import { totpFactors } from "#db/factor-schema";
import { transaction } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";
import { seal } from "#lib/seal";
import { defineVerb } from "#lib/verbs/define-verb";
import { consumeTotpCode, markProven, type Prover } from "./prove-identity.ts";
import { firstRecoveryCodes } from "./recovery-codes.ts";
import { newTotpSecret, totpUri } from "./totp.ts";

const ISSUER = "Casewire";

/** Begins the set-up of an authenticator app: its secret, and the address of the QR code. Nothing is in force until `enrolTotp`. */
export async function beginTotp(actor: UserActor): Promise<{ secret: string; uri: string }> {
  authorize(actor, "totp:enrol");
  return transaction(async (tx) => {
    const [person] = await tx.select({ email: users.email }).from(users).where(eq(users.id, actor.id));
    if (!person) throw new Refusal("not-found", "There is no such account any more.");
    const secret = newTotpSecret();
    const set = { secret: seal(secret), createdAt: sql`now()`, lastStep: 0 };
    const [begun] = await tx
      .insert(totpFactors)
      .values({ userId: actor.id, ...set })
      .onConflictDoUpdate({ target: totpFactors.userId, set, setWhere: sql`${totpFactors.confirmedAt} is null` })
      .returning({ userId: totpFactors.userId });
    if (!begun) throw new Refusal("wrong-state", "You have an authenticator app already. Remove it first.");
    return { secret, uri: totpUri(secret, person.email, ISSUER) };
  });
}

/**
 * Puts the authenticator app in force whose set-up was begun, once it shows a right code. Returns the person's first recovery codes, or
 * null where they have some.
 */
export const enrolTotp = defineVerb({
  permission: "totp:enrol",
  audit: "totp.enrolled",
  input: z.object({ code: z.string("Write the six digits the app shows.").trim().max(40) }),
  refuses: ["not-found", "wrong-state", "invalid", "not-signed-in"],

  async run(tx, actor: UserActor, { code }, session: Omit<Prover, "actor">) {
    const own = eq(totpFactors.userId, actor.id);
    const [begun] = await tx.select().from(totpFactors).where(own).for("update");
    if (!begun) throw new Refusal("not-found", "Begin the set-up of the authenticator app first.");
    if (begun.confirmedAt) throw new Refusal("wrong-state", "You have an authenticator app already. Remove it first.");
    await consumeTotpCode(tx, code.replaceAll(/\s/g, ""), own);
    await tx.update(totpFactors).set({ confirmedAt: sql`now()` }).where(own);
    const recoveryCodes = await firstRecoveryCodes(tx, actor.id);
    await markProven(tx, { actor, ...session }, "totp");
    return { entry: { subject: { kind: "user", id: actor.id } }, topics: [], result: { recoveryCodes } };
  },
});
