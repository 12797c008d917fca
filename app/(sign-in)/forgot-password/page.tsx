import type { Metadata } from "next";
import { Form } from "#components/form";
import { PageHeader } from "#components/page-header";
import { SubmitButton } from "#components/submit-button";
import { LinkButton } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { canResetByMail } from "#lib/access/passwords/request-password-reset";
import { requestPasswordResetAction } from "./actions.ts";
import { Sent } from "./sent.tsx";

export const metadata: Metadata = { title: "Forgotten password" };

export default async function ForgotPasswordPage() {
  if (!(await canResetByMail())) {
    return (
      <>
        <PageHeader
          title="Forgotten password"
          description="This desk sends no letters about accounts. An administrator deactivates you on the team page and invites you anew: what you did stays yours."
        />
        <LinkButton href="/sign-in">Go to sign in</LinkButton>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Forgotten password" description="You are sent a link to choose another one." />
      <Form action={requestPasswordResetAction}>
        <Field name="email" label="E-mail" required>
          <Input type="email" autoComplete="username" autoFocus maxLength={254} className="h-9" />
        </Field>
        <SubmitButton size="lg">Send the link</SubmitButton>
        <Sent />
      </Form>
    </>
  );
}
