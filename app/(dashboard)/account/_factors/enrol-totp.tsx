"use client";

import { useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { CopyButton } from "#components/ui/copy-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { beginTotpAction, enrolTotpAction } from "../../../(sign-in)/sign-in/second-factor/actions.ts";

type Begun = { secret: string; qr: { size: number; path: string } };

/**
 * Sets up an authenticator app: QR code and secret, then a first code. `onEnrolled` gets the first recovery codes, if there were none.
 * It must stay mounted from `onBegun` on: the page learns of the new factor before the codes are shown.
 */
export function EnrolTotp(props: { onBegun: () => void; onEnrolled: (codes: string[] | null) => void }) {
  const [begun, setBegun] = useState<Begun | null>(null);
  if (!begun) {
    return (
      <Form
        action={beginTotpAction}
        onDone={({ value }) => {
          props.onBegun();
          setBegun(value ?? null);
        }}
      >
        <p className="text-muted">
          An authenticator app on your phone or in your password manager shows a new code every 30 seconds.
        </p>
        <SubmitButton>Set up an authenticator app</SubmitButton>
      </Form>
    );
  }
  return (
    <Form action={enrolTotpAction} onDone={({ value }) => props.onEnrolled(value?.recoveryCodes ?? null)}>
      <p>Scan this with the app, or type the key in, then write the code it shows.</p>
      <QrCode {...begun.qr} />
      <div className="flex items-center gap-2">
        <code className="min-w-0 break-all text-xs">{begun.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
        <CopyButton text={begun.secret} label="Copy the key" />
      </div>
      <Field name="code" label="Code" required>
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={40} autoFocus className="h-9" />
      </Field>
      <SubmitButton>Confirm</SubmitButton>
    </Form>
  );
}

/** Dark on light in both themes, with the quiet zone that scanners need. */
function QrCode({ size, path }: Begun["qr"]) {
  return (
    <svg
      role="img"
      aria-label="QR code of the key below"
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      className="size-48 justify-self-center rounded-md bg-white"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
