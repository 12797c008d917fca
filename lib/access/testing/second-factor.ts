import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { totpFactors } from "#db/factor-schema";
import { database } from "#db/pool";
import { beginTotp, enrolTotp } from "#lib/access/second-factor/enrol-totp";
import type { UserActor } from "#lib/actor";
import { sessionOf } from "./people.ts";

/** A person's authenticator app, set up in a session of theirs, with the clock wound back so that its next code is a new one. */
export type App = { code: () => string; recoveryCodes: string[]; sessionId: string };

export async function withApp(person: UserActor): Promise<App> {
  const sessionId = await sessionOf(person);
  const { secret } = await beginTotp(person);
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  const session = { sessionId, network: "192.0.2.7" };
  const { recoveryCodes } = await enrolTotp(person, { code: app.generate() }, session);
  await forgetStep(person);
  return { code: () => app.generate(), recoveryCodes: recoveryCodes ?? [], sessionId };
}

/** As if the last code had been taken long ago. */
export async function forgetStep(person: UserActor): Promise<void> {
  await database().update(totpFactors).set({ lastStep: 0 }).where(eq(totpFactors.userId, person.id));
}
