import { CircleSlash } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import type { Failure } from "#lib/failures/list-failures";
import { waiveFailureAction } from "../actions.ts";

/** Puts away all that waits with this failure: it is not to be run again. */
export function WaiveDialog({ failure: { handler, failure, waiting } }: { failure: Failure }) {
  return (
    <Dialog
      title={waiting === 1 ? "Waive it" : `Waive these ${waiting.toLocaleString("en")}`}
      description="They no longer wait for anybody, and their cases lose the mark of a delivery problem. What you write here stands in the audit log and on each run."
      trigger={
        <>
          <CircleSlash aria-hidden="true" />
          Waive
        </>
      }
    >
      <Form action={waiveFailureAction} label="Waive" draftKey={`waive-failure/${handler}/${failure}`}>
        <input type="hidden" name="handler" value={handler} />
        <input type="hidden" name="failure" value={failure} />
        <Field name="reason" label="Why need it not be run again?" required>
          <Textarea maxLength={500} placeholder="Test cases of last week" />
        </Field>
        <SubmitButton variant="danger">Waive</SubmitButton>
      </Form>
    </Dialog>
  );
}
