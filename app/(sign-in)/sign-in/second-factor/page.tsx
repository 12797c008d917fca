import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Form } from "#components/form";
import { PageHeader } from "#components/page-header";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { oidcName } from "#lib/access/oidc/provider";
import type { Factors } from "#lib/access/second-factor/factors";
import { currentRelyingParty } from "#lib/access/second-factor/relying-party";
import { currentSignIn } from "#lib/access/sessions/session";
import { nextPath, signInPath } from "#lib/access/sign-in-path";
import { ConfirmIdentity } from "../../../(dashboard)/_access/confirm-identity.tsx";
import { PasskeyButton } from "../../../(dashboard)/_access/passkey-button.tsx";
import { SignOut } from "../../../(dashboard)/_shell/sign-out.tsx";
import { proveAction, provePasskeyAction } from "./actions.ts";
import { Enrolment } from "./enrolment.tsx";

export const metadata: Metadata = { title: "Second factor" };

/** After the password: asks for the second factor, or sets one up where the role needs it. */
export default async function SecondFactorPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const next = nextPath([(await searchParams).next].flat()[0]);
  const signIn = await currentSignIn();
  if (!signIn) redirect(signInPath(next));
  const { step, actor } = signIn;
  const passkeysAble = (await currentRelyingParty()) !== null;
  return (
    <>
      <PageHeader
        title={step === "prove" ? "Second factor" : "Set up a second factor"}
        description={step === "enrol" ? `Your role, ${actor.role}, signs in with one. It takes a minute.` : undefined}
      />
      {step === "prove" ? (
        <ProveForm next={next} factors={signIn.factors} passkeysAble={passkeysAble} />
      ) : (
        // Asks for the password again where the sign-in is no recent proof any more.
        <ConfirmIdentity
          factors={signIn.factors}
          passkeysAble={passkeysAble}
          provider={signIn.hasPassword ? null : oidcName()}
        >
          <Enrolment next={next} enrolled={step === "complete"} passkeysAble={passkeysAble} />
        </ConfirmIdentity>
      )}
      <p className="mt-4 flex items-center gap-2 text-xs text-faint">
        Signed in with the password as {actor.label}. <SignOut />
      </p>
    </>
  );
}

function ProveForm(props: { next: string; factors: Factors; passkeysAble: boolean }) {
  const { next, factors, passkeysAble } = props;
  return (
    <div className="grid gap-4">
      {factors.passkeys ? <PasskeyButton able={passkeysAble} prove={provePasskeyAction} next={next} /> : null}
      <Form action={proveAction}>
        <input type="hidden" name="next" value={next} />
        <Field
          name="code"
          label="Code"
          required
          hint={
            factors.totp
              ? "Six digits from your authenticator app, or one of your recovery codes."
              : "One of your recovery codes."
          }
        >
          <Input autoComplete="one-time-code" autoFocus maxLength={40} className="h-9" />
        </Field>
        <SubmitButton size="lg">Continue</SubmitButton>
        <p className="text-xs text-faint">
          No device and no recovery code? An administrator of this desk can reset your second factor on the team page.
        </p>
      </Form>
    </div>
  );
}
