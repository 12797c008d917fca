import type { Metadata } from "next";
import { Form } from "#components/form";
import { PageHeader } from "#components/page-header";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { findInvite, type OpenInvite } from "#lib/access/team/accept-invite";
import { readInviteCookie } from "#lib/access/team/invite-cookie";
import { Refusal } from "#lib/refusal";
import { acceptInviteAction } from "./actions.ts";
import { DeadLink, OpenLink } from "./open-link.tsx";

export const metadata: Metadata = { title: "Join", robots: { index: false } };

export default async function InvitePage() {
  const invite = await inviteOrReason(await readInviteCookie());
  return (
    <>
      <noscript>
        This page needs scripts: what makes the link yours stands behind its #, which is sent to no server.
      </noscript>
      <OpenLink>{typeof invite === "string" ? <DeadLink why={invite} /> : <JoinForm invite={invite} />}</OpenLink>
    </>
  );
}

function JoinForm({ invite }: { invite: OpenInvite }) {
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
