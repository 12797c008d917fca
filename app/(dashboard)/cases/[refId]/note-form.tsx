import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import { note } from "../actions.ts";
import { CaseKey } from "./case-key.tsx";

/** A draft is kept through reloads and live updates until it is sent. */
export function NoteForm({ source, refId }: { source: string; refId: string }) {
  return (
    <Form
      action={note}
      draftKey={`note/${source}/${refId}`}
      label="Write a note"
      className="grid gap-2 rounded-lg border border-line bg-surface p-3"
    >
      <CaseKey of={{ source, refId }} />
      <Field name="body" label="Note" required>
        <Textarea
          rows={1}
          maxLength={10_000}
          className="min-h-8"
          data-keys="w"
          data-keys-label="Write a note"
          dir="auto"
        />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        Add note
      </SubmitButton>
    </Form>
  );
}
