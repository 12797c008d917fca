import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { RoleSelect } from "../../_access/role-select.tsx";
import { ShownOnce } from "../../_access/shown-once.tsx";
import { issueTokenAction } from "./actions.ts";

export function IssueToken() {
  return (
    <Card title="Issue a token">
      <CardBody>
        <Form action={issueTokenAction} label="Issue a token">
          <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_max-content]">
            <Field name="name" label="What it is for" required>
              <Input autoComplete="off" maxLength={80} />
            </Field>
            <Field name="role" label="Role" required>
              <RoleSelect defaultValue="viewer" />
            </Field>
            <SubmitButton>Issue</SubmitButton>
          </div>
          <ShownOnce title="Copy the token now. We keep only its hash; it is not shown again." copy="Copy the token" />
        </Form>
      </CardBody>
    </Card>
  );
}
