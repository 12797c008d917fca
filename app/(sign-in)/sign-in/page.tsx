import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Form } from "#components/form";
import { PageHeader } from "#components/page-header";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { currentActor } from "#lib/access/session";
import { nextPath } from "#lib/access/sign-in-path";
import { signInAction } from "./actions.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = nextPath([(await searchParams).next].flat()[0]);
  if (await currentActor()) redirect(next);
  return (
    <>
      <PageHeader title="Sign in" />
      <Form action={signInAction}>
        <input type="hidden" name="next" value={next} />
        <Field name="email" label="E-mail" required>
          <Input type="email" autoComplete="username" autoFocus maxLength={254} className="h-9" />
        </Field>
        <Field name="password" label="Password" required>
          <Input type="password" autoComplete="current-password" maxLength={512} className="h-9" />
        </Field>
        <SubmitButton size="lg">Sign in</SubmitButton>
      </Form>
      <p className="mt-4 text-xs text-faint">
        No account, or the password is lost? An administrator of this desk makes you a link on the team page.
      </p>
    </>
  );
}
