"use client";

import { startRegistration } from "@simplewebauthn/browser";
import { startTransition, useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import { addPasskeyAction, beginPasskeyAction } from "../../../(sign-in)/sign-in/second-factor/actions.ts";
import { NoPasskeys, usePasskeySupport } from "../../_access/passkey-button";

type Begun = NonNullable<Extract<Awaited<ReturnType<typeof beginPasskeyAction>>, { status: "done" }>["value"]>;

/** Makes a passkey in this browser. `onAdded` gets the first recovery codes, if there were none. `able`: the address allows passkeys. */
export function AddPasskey({ able, onAdded }: { able: boolean; onAdded: (codes: string[] | null) => void }) {
  const supported = usePasskeySupport();
  const [refused, setRefused] = useState("");
  if (!able || supported === false) return <NoPasskeys />;
  if (supported === null) return null;
  const make = async ({ name, options }: Begun) => {
    const made = await startRegistration({ optionsJSON: options }).catch(() => null);
    if (!made) return setRefused("No passkey was made. Is there one of this desk on the device already?");
    const form = new FormData();
    form.set("name", name);
    form.set("response", JSON.stringify(made));
    const added = await addPasskeyAction({ status: "idle" }, form);
    if (added.status === "refused") return setRefused(added.message);
    setRefused("");
    if (added.status === "done") onAdded(added.value?.recoveryCodes ?? null);
  };
  return (
    <Form
      action={beginPasskeyAction}
      label="Add a passkey"
      onDone={({ value }) => startTransition(() => (value ? make(value) : undefined))}
    >
      {refused ? <Notice tone="red">{refused}</Notice> : null}
      <p className="text-muted">A passkey is a key in this device, a security key or your password manager.</p>
      <Field
        name="name"
        label="Name of the passkey"
        required
        hint="So that you know it again: the device, for example."
      >
        <Input maxLength={80} autoComplete="off" />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        Add a passkey
      </SubmitButton>
    </Form>
  );
}
