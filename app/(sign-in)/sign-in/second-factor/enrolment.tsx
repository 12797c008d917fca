"use client";

import { useState } from "react";
import { LinkButton } from "#components/ui/button";
import { EnrolTotp } from "../../../(dashboard)/account/_factors/enrol-totp";
import { RecoveryCodes } from "../../../(dashboard)/account/_factors/recovery-codes";

/** Sets up a second factor, shows the recovery codes, and only then leads on. */
export function Enrolment({ next, enrolled }: { next: string; enrolled: boolean }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const [busy, setBusy] = useState(!enrolled);
  const finish = (made: string[] | null) => {
    setBusy(false);
    setCodes(made);
  };
  if (busy) return <EnrolTotp onBegun={() => setBusy(true)} onEnrolled={finish} />;
  return (
    <div className="grid gap-4">
      {codes ? <RecoveryCodes codes={codes} /> : <p>Your second factor is set up.</p>}
      <LinkButton href={next} className="justify-self-start">
        Continue
      </LinkButton>
    </div>
  );
}
