import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { verifyAuditAction } from "./actions.ts";
import { ChainStatus } from "./chain-status.tsx";

/** Each entry holds the hash of the one before it; this follows them all from the first. */
export function VerifyForm() {
  return (
    <details className="group rounded-lg border border-line bg-surface">
      <summary className="px-3 py-2 font-medium">Verify the chain</summary>
      <div className="border-t border-line p-3">
        <p className="mb-3 max-w-prose text-muted">
          Each entry carries the hash of the one before it, so a changed, removed or added entry shows; the signed
          checkpoints show that the log was cut off or written anew. The same from a shell, with checkpoints kept
          elsewhere and an export an auditor can verify alone: <code data-stored="">npm run -s audit:verify</code>. That
          you verified it is an entry.
        </p>
        <Form action={verifyAuditAction} label="Verify the chain">
          <div className="flex flex-wrap items-end gap-3">
            <div className="min-w-64 flex-1">
              <Field name="head" label="A head noted earlier, through which the chain must still pass">
                <Input autoComplete="off" spellCheck={false} maxLength={64} className="font-mono" />
              </Field>
            </div>
            <SubmitButton>Verify now</SubmitButton>
          </div>
          <ChainStatus />
        </Form>
      </div>
    </details>
  );
}
