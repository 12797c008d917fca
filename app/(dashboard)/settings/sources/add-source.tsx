import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { addSourceAction } from "./actions.ts";

export function AddSource() {
  return (
    <Dialog
      trigger="Add source"
      title="Add a source"
      description="One more endpoint with secrets of its own, for a sandbox or a second account. It stays for good: receipts name it."
    >
      <Form action={addSourceAction} draftKey="add-source">
        <Field name="slug" label="Slug" hint="The last part of its address, like vove-sandbox." required>
          <Input autoComplete="off" />
        </Field>
        <Field name="name" label="Name" required>
          <Input autoComplete="off" />
        </Field>
        <SubmitButton className="justify-self-start">Add source</SubmitButton>
      </Form>
    </Dialog>
  );
}
