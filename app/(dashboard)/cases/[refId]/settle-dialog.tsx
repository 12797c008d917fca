import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import { settle } from "../actions.ts";
import { CaseKey } from "./case-key.tsx";

type Props = { of: { source: string; refId: string }; kind: "gap" | "conflict"; title: string };

/** Says why a missing message or a contradiction needs nobody any more. */
export function SettleDialog({ of, kind, title }: Props) {
  return (
    <Dialog
      title={title}
      description="It is no longer counted above the board. A new one is, and raises the case again."
      trigger="Settle"
      triggerLabel={title}
    >
      <Form action={settle} draftKey={`settle/${kind}/${of.source}/${of.refId}`}>
        <CaseKey of={of} />
        <input type="hidden" name="kind" value={kind} />
        <Field name="reason" label="Why need nobody look at it?" required>
          <Textarea maxLength={1000} placeholder="Whom you asked, and what they said" />
        </Field>
        <SubmitButton>Settle</SubmitButton>
      </Form>
    </Dialog>
  );
}
