import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { RoleSelect } from "../_access/role-select.tsx";
import { ShownOnce } from "../_access/shown-once.tsx";
import { inviteUserAction } from "./actions.ts";

export function InviteForm({ address }: { address: string }) {
  return (
    <Card title="Invite somebody">
      <CardBody>
        <Form action={inviteUserAction} label="Invite somebody">
          <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_max-content]">
            <Field name="email" label="E-mail" required>
              <Input type="email" autoComplete="off" maxLength={254} />
            </Field>
            <Field name="role" label="Role" required>
              <RoleSelect defaultValue="viewer" />
            </Field>
            <SubmitButton>Make a link</SubmitButton>
          </div>
          <ShownOnce
            title="Send this link to them yourself. It works once, for 72 hours, and is not shown again."
            copy="Copy the link"
            before={`${address}/invite#`}
          />
        </Form>
      </CardBody>
    </Card>
  );
}
