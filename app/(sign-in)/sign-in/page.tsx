import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Form } from "#components/form";
import { PageHeader } from "#components/page-header";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import { oidcName } from "#lib/access/oidc/provider";
import { oidcRefusalInWords } from "#lib/access/oidc/refusals";
import { passwordsAreOff } from "#lib/access/passwords/password-allowed";
import { currentActor } from "#lib/access/sessions/session";
import { nextPath } from "#lib/access/sign-in-path";
import { signInAction } from "./actions.ts";
import { SingleSignOn } from "./single-sign-on.tsx";

export const metadata: Metadata = { title: "Sign in" };

type Query = Promise<{ next?: string | string[]; sso?: string | string[] }>;

export default async function SignInPage({ searchParams }: { searchParams: Query }) {
  const query = await searchParams;
  const next = nextPath([query.next].flat()[0]);
  if (await currentActor()) redirect(next);
  const provider = oidcName();
  const refused = oidcRefusalInWords([query.sso].flat()[0]);
  return (
    <>
      <PageHeader title="Sign in" />
      {refused ? (
        <Notice tone="red" className="mb-4">
          {refused}
        </Notice>
      ) : null}
      {provider ? <SingleSignOn provider={provider} next={next} /> : null}
      {provider && passwordsAreOff() ? (
        <details className="mt-4">
          <summary className="text-sm text-muted">The provider is away</summary>
          <p className="my-3 text-sm text-muted">One account of this desk still signs in with its password.</p>
          <PasswordForm next={next} />
        </details>
      ) : (
        <PasswordForm next={next} autoFocus={!provider} />
      )}
    </>
  );
}

function PasswordForm({ next, autoFocus = false }: { next: string; autoFocus?: boolean }) {
  return (
    <>
      <Form action={signInAction}>
        <input type="hidden" name="next" value={next} />
        <Field name="email" label="E-mail" required>
          <Input type="email" autoComplete="username" autoFocus={autoFocus} maxLength={254} className="h-9" />
        </Field>
        <Field name="password" label="Password" required>
          <Input type="password" autoComplete="current-password" maxLength={512} className="h-9" />
        </Field>
        <SubmitButton size="lg">Sign in</SubmitButton>
      </Form>
      <p className="mt-4 text-xs text-faint">
        No account? An administrator of this desk makes you a link on the team page.{" "}
        <Link href="/forgot-password" className="underline">
          Forgotten the password?
        </Link>
      </p>
    </>
  );
}
