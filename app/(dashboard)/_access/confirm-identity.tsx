"use client";

import { type ReactNode, useCallback } from "react";
import { Form } from "#components/form";
import { type StepUp, StepUpContext } from "#components/step-up";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { confirmIdentityAction } from "../../(sign-in)/sign-in/second-factor/actions.ts";

/** Lets the forms under it ask once more who is there: by the second factor of whoever has one, else by the password. */
export function ConfirmIdentity({ secondFactor, children }: { secondFactor: boolean; children: ReactNode }) {
  const stepUp: StepUp = useCallback(
    ({ onConfirmed }) => (
      <Form action={confirmIdentityAction} onDone={onConfirmed} label="Confirm that it is you">
        {secondFactor ? <CodeField /> : <PasswordField />}
        <SubmitButton>Confirm</SubmitButton>
      </Form>
    ),
    [secondFactor],
  );
  return <StepUpContext value={stepUp}>{children}</StepUpContext>;
}

function CodeField() {
  return (
    <Field name="code" label="Code" required hint="Six digits from your authenticator app, or a recovery code.">
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
