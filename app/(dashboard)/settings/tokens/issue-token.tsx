import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { TOKEN_DAYS } from "#lib/access/tokens/issue-token";
import { RoleSelect } from "../../_access/role-select.tsx";
import { ShownOnce } from "../../_access/shown-once.tsx";
import { issueTokenAction } from "./actions.ts";

export function IssueToken() {
  return (
    <Card title="Issue a token">
      <CardBody>
        <Form action={issueTokenAction} label="Issue a token">
          <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_7rem_max-content]">
            <Field name="name" label="What it is for" required>
              <Input autoComplete="off" maxLength={80} />
            </Field>
            <Field name="role" label="Role" required>
              <RoleSelect defaultValue="viewer" />
            </Field>
            <Field name="days" label="Ends in (days)" required>
              <Input type="number" min={1} max={TOKEN_DAYS.max} defaultValue={TOKEN_DAYS.default} />
            </Field>
            <SubmitButton>Issue</SubmitButton>
          </div>
          <p className="text-xs text-muted">
            It is yours: it ends at the latest when you are deactivated, or when your role no longer covers its own.
          </p>
          <ShownOnce title="Copy the token now. We keep only its hash; it is not shown again." copy="Copy the token" />
        </Form>
      </CardBody>
    </Card>
  );
}
