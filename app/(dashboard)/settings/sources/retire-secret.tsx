import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import { retireSecretAction } from "./actions.ts";

type Props = { secretId: string; hint: string; source: string; only: boolean };

/** `only`: no other secret of the source stays in use. */
export function RetireSecret({ secretId, hint, source, only }: Props) {
  return (
    <Dialog
      trigger="Retire"
      triggerLabel={`Retire the secret ending in ${hint}`}
      size="sm"
      title={`Retire the secret ending in ${hint}`}
      description="Through the overlap it still verifies, while VOVE ID changes over. Then its bytes are wiped."
    >
      {only ? (
        <Notice tone="amber" className="mb-3" title={`This is the only secret in use of ${source}`}>
          When its overlap ends, every message to this endpoint is refused with 401. The provider sends each again for
          about five hours after its first attempt, then no more: what is not verified by then is lost, unless it is
          sent again by hand there. Add the next secret first.
        </Notice>
      ) : null}
      <Form action={retireSecretAction}>
        <input type="hidden" name="secretId" value={secretId} />
        <Field
          name="overlapHours"
          label="Overlap in hours"
          hint="0 to 168. With 0 it ends at once: for a leak."
          required
        >
          <Input type="number" min={0} max={168} step={1} defaultValue={24} />
        </Field>
        <Field name="reason" label="Reason" required>
          <Input autoComplete="off" maxLength={500} />
        </Field>
        <SubmitButton variant="danger" className="justify-self-start">
          Retire secret
        </SubmitButton>
      </Form>
    </Dialog>
  );
}
