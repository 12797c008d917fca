"use client";

import { type ReactNode, useCallback } from "react";
import { Form } from "#components/form";
import { type StepUp, StepUpContext } from "#components/step-up";
import { SubmitButton } from "#components/submit-button";
import { Button, buttonLook } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import type { Factors } from "#lib/access/second-factor/factors";
import { confirmByPasskeyAction, confirmIdentityAction } from "../../(sign-in)/sign-in/second-factor/actions.ts";
import { PasskeyButton } from "./passkey-button.tsx";

/**
 * Lets the forms within ask for a proof of identity: by the second factor, without one by the password, and without a password at the
 * identity provider.
 */
export function ConfirmIdentity(props: {
  factors: Factors;
  passkeysAble: boolean;
  provider: string | null;
  children: ReactNode;
}) {
  const { passkeysAble, provider, children } = props;
  const { totp, passkeys } = props.factors;
  const secondFactor = totp || passkeys;
  const stepUp: StepUp = useCallback(
    ({ onConfirmed }) =>
      provider !== null && !secondFactor ? (
        <AtProvider provider={provider} onConfirmed={onConfirmed} />
      ) : (
        <div className="grid gap-4">
          {passkeys ? (
            <PasskeyButton able={passkeysAble} prove={confirmByPasskeyAction} onProven={onConfirmed} />
          ) : null}
          <Form action={confirmIdentityAction} onDone={onConfirmed} label="Confirm that it is you">
            {secondFactor ? <CodeField totp={totp} /> : <PasswordField />}
            <SubmitButton>Confirm</SubmitButton>
          </Form>
        </div>
      ),
    [secondFactor, totp, passkeys, passkeysAble, provider],
  );
  return <StepUpContext value={stepUp}>{children}</StepUpContext>;
}

/** In a new tab, so that the form here keeps what was typed. */
function AtProvider({ provider, onConfirmed }: { provider: string; onConfirmed: () => void }) {
  return (
    <div className="grid justify-items-start gap-3">
      <a
        href="/sign-in/sso?anew&next=/account"
        target="_blank"
        className={buttonLook({ variant: "primary" })}
        rel="noopener"
      >
        Sign in through {provider} in a new tab
      </a>
      <p className="text-sm text-muted">Then come back here.</p>
      <Button onClick={onConfirmed}>I have signed in: go on</Button>
    </div>
  );
}

function CodeField({ totp }: { totp: boolean }) {
  return (
    <Field
      name="code"
      label="Code"
      required
      hint={totp ? "Six digits from your authenticator app, or a recovery code." : "One of your recovery codes."}
    >
      <Input autoComplete="one-time-code" maxLength={40} />
    </Field>
  );
}

function PasswordField() {
  return (
    <Field name="password" label="Your password" required>
      <Input type="password" autoComplete="current-password" maxLength={512} />
    </Field>
  );
}
