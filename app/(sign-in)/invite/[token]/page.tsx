import type { Metadata } from "next";
import { Form } from "#components/form";
import { PageHeader } from "#components/page-header";
import { SubmitButton } from "#components/submit-button";
import { LinkButton } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { findInvite, type OpenInvite } from "#lib/access/accept-invite";
import { Refusal } from "#lib/refusal";
import { acceptInviteAction } from "./actions.ts";

export const metadata: Metadata = { title: "Join", robots: { index: false } };

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invite = await inviteOrReason(token);
  if (typeof invite === "string") {
    return (
      <>
        <PageHeader title="This link does not work" description={invite} />
        <LinkButton href="/sign-in">Go to sign in</LinkButton>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={invite.email ? "Join Casewire" : "Make the first account"}
        description={
          invite.email
            ? `${invite.email} is invited as ${invite.role}.`
            : "It administers this desk and invites the others."
        }
      />
      <Form action={acceptInviteAction}>
        <input type="hidden" name="token" value={token} />
        {/* Tells password managers what the password is for. */}
        {invite.email ? (
          <input type="hidden" name="username" autoComplete="username" defaultValue={invite.email} />
        ) : (
          <Field name="email" label="E-mail" required>
            <Input type="email" autoComplete="username" maxLength={254} className="h-9" />
          </Field>
        )}
        <Field name="name" label="Name" required hint="As the others will see it.">
          <Input autoComplete="name" maxLength={80} className="h-9" />
        </Field>
        <Field name="password" label="Password" required hint="12 characters or more; a few words do well.">
          <Input type="password" autoComplete="new-password" minLength={12} maxLength={512} className="h-9" />
        </Field>
        <SubmitButton size="lg">Make my account</SubmitButton>
      </Form>
    </>
  );
}

async function inviteOrReason(token: string): Promise<OpenInvite | string> {
  try {
    return await findInvite(token);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
