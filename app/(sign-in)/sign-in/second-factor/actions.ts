"use server";

import { redirect } from "next/navigation";
import { encode } from "uqr";
import { z } from "zod";
import { enrolmentAction, proofAction } from "#lib/access/action";
import { beginTotp, enrolTotp, enrolTotpInput } from "#lib/access/enrol-totp";
import { proveIdentity, proveIdentityInput } from "#lib/access/prove-identity";
import { renewSession } from "#lib/access/session";
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

/** Somebody who is signed in confirms that it is still them. */
export const confirmIdentityAction = proofAction(proveIdentityInput, async (prover, input) => {
  await proveIdentity(prover, input);
  await renewSession();
});

export const beginTotpAction = enrolmentAction(z.object({}), async ({ actor }) => {
  const { secret, uri } = await beginTotp(actor);
  return { secret, qr: pathOf(encode(uri, { ecc: "M", border: 0 }).data) };
});

export const enrolTotpAction = enrolmentAction(enrolTotpInput, async ({ actor, ...session }, input) => {
  const enrolled = await enrolTotp(actor, input, session);
  await renewSession();
  return enrolled;
});

/** The dark squares of a QR code as the data of one SVG path. */
function pathOf(rows: readonly boolean[][]): { size: number; path: string } {
  const squares = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size: rows.length, path: squares.join("") };
}
