import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { addSecretAction } from "./actions.ts";

/** Adds the sender's secret, or a generated one for trials on this machine. Neither is shown again. */
export function AddSecret({ source }: { source: string }) {
  return (
    <Dialog
      trigger="Add secret"
      triggerLabel={`Add secret to ${source}`}
      title={`Add a secret to ${source}`}
      description="It is kept sealed and never shown again. During a rotation add the new one first, then retire the old one."
    >
      <Form action={addSecretAction} label="Paste a secret">
        <input type="hidden" name="source" value={source} />
        <Field name="secret" label="Signing secret" hint="As VOVE ID shows it, whsec_ and all." required>
          <Input type="password" autoComplete="off" spellCheck={false} />
        </Field>
        <SubmitButton className="justify-self-start">Add secret</SubmitButton>
      </Form>
      <hr className="my-4 border-line" />
      <Form action={addSecretAction} label="Make a secret for trials">
        <input type="hidden" name="source" value={source} />
        <p className="text-muted">
          No account at VOVE ID yet? A secret made here signs test events and <code>npm run simulate</code> on this
          machine.
        </p>
        <SubmitButton variant="secondary" className="justify-self-start">
          Make one for trials
        </SubmitButton>
      </Form>
    </Dialog>
  );
}
