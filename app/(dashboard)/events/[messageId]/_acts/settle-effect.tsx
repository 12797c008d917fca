"use client";

import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { Textarea } from "#components/ui/textarea";
import { settleEffectAction } from "../../actions.ts";

/** Settles an unknown effect: a worker died while it sent a letter, and only a person can find out whether it left. */
export function SettleEffect({ effectId, effectKey }: { effectId: number; effectKey: string }) {
  return (
    <Dialog
      trigger="Settle"
      triggerLabel={`Settle ${effectKey}`}
      size="sm"
      className="justify-self-start"
      title="Did it arrive?"
      description="It was being handed to the mail server when the connection or its worker was lost. Look in the mail server's log for its Message-ID, or ask."
    >
      <Form action={settleEffectAction} label="Settle the effect">
        <input type="hidden" name="effectId" value={effectId} />
        <Field name="outcome" label="It" required>
          <Select>
            <option value="">Choose</option>
            <option value="arrived">arrived: never send it again</option>
            <option value="not-arrived">did not arrive: it may be sent by a re-run</option>
          </Select>
        </Field>
        <Field name="reason" label="How you know" required>
          <Textarea rows={2} maxLength={500} />
        </Field>
        <SubmitButton className="justify-self-start">Settle</SubmitButton>
      </Form>
    </Dialog>
  );
}
