"use client";

import { useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { Card, CardBody } from "#components/ui/card";
import { Dialog } from "#components/ui/dialog";
import { isolateTexts } from "#components/ui/user-text";
import type { OwnFactors } from "#lib/access/second-factor/factors";
import { regenerateRecoveryCodesAction, removePasskeyAction, removeTotpAction } from "../actions.ts";
import { AddPasskey } from "./add-passkey";
import { EnrolTotp } from "./enrol-totp";
import { RecoveryCodes } from "./recovery-codes";

/** The person's second factors: shown, added, removed. */
export function SecondFactor({ factors, passkeysAble }: { factors: OwnFactors; passkeysAble: boolean }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const finish = (made: string[] | null) => {
    setBusy(false);
    setCodes(made);
  };
  const any = factors.totpSince !== null || factors.passkeys.length > 0;
  return (
    <Card title="Second factor" className="max-w-xl">
      <CardBody>
        <div className="grid gap-4">
          {any ? null : (
            <p className="text-muted">
              You have none. With one, whoever learns your password still cannot sign in as you.
            </p>
          )}
          {codes ? <RecoveryCodes codes={codes} /> : null}
          {factors.totpSince && !busy ? (
            <TotpLine since={factors.totpSince} />
          ) : (
            <EnrolTotp onBegun={() => setBusy(true)} onEnrolled={finish} />
          )}
          {factors.passkeys.map((passkey) => (
            <PasskeyLine key={passkey.id} passkey={passkey} />
          ))}
          <AddPasskey able={passkeysAble} onAdded={setCodes} />
          {any ? <CodesLine left={factors.recoveryCodesLeft} onMade={setCodes} /> : null}
        </div>
      </CardBody>
    </Card>
  );
}

function TotpLine({ since }: { since: Date }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="min-w-40 flex-1">
        Authenticator app{" "}
        <span className="text-xs text-muted">
          since <Time at={since} />
        </span>
      </p>
      <Dialog
        trigger="Remove"
        triggerLabel="Remove the authenticator app"
        title="Remove the authenticator app?"
        description="Its codes are worth nothing from then on."
      >
        <Form action={removeTotpAction}>
          <SubmitButton variant="danger">Remove</SubmitButton>
        </Form>
      </Dialog>
    </div>
  );
}

function PasskeyLine({ passkey }: { passkey: OwnFactors["passkeys"][number] }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="min-w-40 flex-1 break-words">
        Passkey {isolateTexts(passkey.name)}{" "}
        <span className="text-xs text-muted">
          since <Time at={passkey.createdAt} />,{" "}
          {passkey.lastUsedAt ? (
            <>
              last used <Time at={passkey.lastUsedAt} />
            </>
          ) : (
            "not used yet"
          )}
        </span>
      </p>
      <Dialog
        trigger="Remove"
        triggerLabel={`Remove the passkey ${passkey.name}`}
        title={`Remove the passkey ${passkey.name}?`}
        description="It proves nothing here from then on. Delete it on the device too."
      >
        <Form action={removePasskeyAction}>
          <input type="hidden" name="id" value={passkey.id} />
          <SubmitButton variant="danger">Remove</SubmitButton>
        </Form>
      </Dialog>
    </div>
  );
}

function CodesLine({ left, onMade }: { left: number; onMade: (codes: string[] | null) => void }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="min-w-40 flex-1">
        Recovery codes <span className="text-xs text-muted">{left === 1 ? "one left" : `${left} left`}</span>
      </p>
      <Form
        action={regenerateRecoveryCodesAction}
        onDone={({ value }) => onMade(value?.recoveryCodes ?? null)}
        label="New recovery codes"
        className="contents"
      >
        <SubmitButton variant="secondary">Make new ones</SubmitButton>
      </Form>
    </div>
  );
}
