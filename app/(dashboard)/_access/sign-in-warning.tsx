import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { Notice } from "#components/ui/notice";
import { ownFailures } from "#lib/access/sign-in/sign-in-failures";
import type { UserActor } from "#lib/actor";
import { dismissWarningAction } from "./actions.ts";

/** Warns a person of wrong passwords for their account, until they dismiss it. */
export async function SignInWarning({ actor }: { actor: UserActor }) {
  const failures = await ownFailures(actor);
  if (!failures) return null;
  const { count, since } = failures;
  return (
    <Notice
      tone="amber"
      className="mb-3"
      title={
        <>
          {count === 1 ? "1 failed sign-in" : `${count} failed sign-ins`} to your account since <Time at={since} />
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-3">
        <p>They came from browsers you had not used before. If that was not you, choose a new password.</p>
        <Form action={dismissWarningAction} label="Dismiss the warning" className="contents">
          <SubmitButton variant="secondary" size="sm">
            I have seen it
          </SubmitButton>
        </Form>
      </div>
    </Notice>
  );
}
