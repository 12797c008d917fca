"use client";

import { useState } from "react";
import { LinkButton } from "#components/ui/button";
import { AddPasskey } from "../../../(dashboard)/account/_factors/add-passkey";
import { EnrolTotp } from "../../../(dashboard)/account/_factors/enrol-totp";
import { RecoveryCodes } from "../../../(dashboard)/account/_factors/recovery-codes";

/** Sets up a second factor, shows the recovery codes, and then goes on to `next`. */
export function Enrolment({
  next,
  enrolled,
  passkeysAble,
}: {
  next: string;
  enrolled: boolean;
  passkeysAble: boolean;
}) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const [busy, setBusy] = useState(!enrolled);
  const finish = (made: string[] | null) => {
    setBusy(false);
    setCodes(made);
  };
  if (busy) {
    return (
      <div className="grid gap-6">
        <EnrolTotp onBegun={() => setBusy(true)} onEnrolled={finish} />
        <AddPasskey able={passkeysAble} onAdded={finish} />
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      {codes ? <RecoveryCodes codes={codes} /> : <p>Your second factor is set up.</p>}
      <LinkButton href={next} className="justify-self-start">
        Continue
      </LinkButton>
    </div>
  );
}
