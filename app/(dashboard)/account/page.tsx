import type { Metadata } from "next";
import { Form } from "#components/form";
import { PageHeader } from "#components/page-header";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { listFactors } from "#lib/access/second-factor/factors";
import { currentRelyingParty } from "#lib/access/second-factor/relying-party";
import { listOwnSessions } from "#lib/access/sessions/list-own-sessions";
import { currentSessionId, requireActor } from "#lib/access/sessions/session";
import { SecondFactor } from "./_factors/second-factor.tsx";
import { changePasswordAction } from "./actions.ts";
import { OwnSessions } from "./own-sessions.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const actor = await requireActor();
  const sessions = await listOwnSessions(actor);
  const currentId = await currentSessionId();
  return (
    <>
      <PageHeader title={actor.label} description={`Your role is ${actor.role}. An admin can change it.`} />
      <div className="grid gap-3">
        <OwnSessions sessions={sessions} currentId={currentId} />
        <SecondFactor factors={await listFactors(actor)} passkeysAble={(await currentRelyingParty()) !== null} />
        <Card title="Change your password" className="max-w-md">
          <CardBody>
            <Form action={changePasswordAction} label="Change your password">
              <Field name="currentPassword" label="Current password" required>
                <Input type="password" autoComplete="current-password" maxLength={512} />
              </Field>
              <Field name="password" label="New password" required hint="12 characters or more; a few words do well.">
                <Input type="password" autoComplete="new-password" minLength={12} maxLength={512} />
              </Field>
              <SubmitButton className="justify-self-start">Change password</SubmitButton>
            </Form>
          </CardBody>
        </Card>
      </div>
    </>
  );
}
