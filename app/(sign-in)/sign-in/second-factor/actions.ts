"use server";

import { redirect } from "next/navigation";
import { encode } from "uqr";
import { z } from "zod";
import { enrolmentAction, proofAction } from "#lib/access/endpoints/action";
import { addPasskey } from "#lib/access/second-factor/add-passkey";
import { beginTotp, enrolTotp } from "#lib/access/second-factor/enrol-totp";
import { beginPasskey, beginPasskeyProof, provePasskey } from "#lib/access/second-factor/passkeys";
import { proveIdentity, proveIdentityInput } from "#lib/access/second-factor/prove-identity";
import { requireRelyingParty } from "#lib/access/second-factor/relying-party";
import { renewSession } from "#lib/access/sessions/session";
import { nextPath } from "#lib/access/sign-in-path";

/** The second step of signing in. */
export const proveAction = proofAction(
  proveIdentityInput.extend({ next: z.string().optional() }),
  async (prover, input) => {
    await proveIdentity(prover, input);
    await renewSession();
    redirect(nextPath(input.next));
  },
);

/** A signed-in person proves their identity again. */
export const confirmIdentityAction = proofAction(proveIdentityInput, async (prover, input) => {
  await proveIdentity(prover, input);
  await renewSession();
});

export const beginTotpAction = enrolmentAction(z.object({}), async ({ actor }) => {
  const { secret, uri } = await beginTotp(actor);
  return { secret, qr: pathOf(encode(uri, { ecc: "M", border: 0 }).data) };
});

export const enrolTotpAction = enrolmentAction(enrolTotp.input, async ({ actor, ...session }, input) => {
  const enrolled = await enrolTotp(actor, input, session);
  await renewSession();
  return enrolled;
});

/** The options to sign, for both actions below. */
export const askForPasskeyAction = proofAction(z.object({}), async (prover) =>
  beginPasskeyProof(prover, await requireRelyingParty()),
);

const signedInput = z.object({ response: z.string().max(20_000) });

/** The second step of signing in, by a passkey. */
export const provePasskeyAction = proofAction(
  signedInput.extend({ next: z.string().optional() }),
  async (prover, input) => {
    await provePasskey(prover, input.response, await requireRelyingParty());
    await renewSession();
    redirect(nextPath(input.next));
  },
);

/** A signed-in person proves their identity again by a passkey. */
export const confirmByPasskeyAction = proofAction(signedInput, async (prover, input) => {
  await provePasskey(prover, input.response, await requireRelyingParty());
  await renewSession();
});

export const beginPasskeyAction = enrolmentAction(
  addPasskey.input.pick({ name: true }),
  async ({ actor, sessionId }, { name }) => {
    const options = await beginPasskey(actor, { sessionId, party: await requireRelyingParty() });
    return { name, options };
  },
);

export const addPasskeyAction = enrolmentAction(addPasskey.input, async ({ actor, ...session }, input) => {
  const added = await addPasskey(actor, input, { ...session, party: await requireRelyingParty() });
  await renewSession();
  return added;
});

/** The dark squares of a QR code as the data of one SVG path. */
function pathOf(rows: readonly boolean[][]): { size: number; path: string } {
  const squares = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size: rows.length, path: squares.join("") };
}
