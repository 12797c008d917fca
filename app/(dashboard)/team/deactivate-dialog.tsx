"use client";

import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { visibleText } from "#components/ui/user-text";
import type { OwnedWork } from "#lib/access/team/owned-work";
import type { Person } from "#lib/cases/list-people";
import { DryRun } from "../events/_replay/dry-run.tsx";
import { countOwnedAction, deactivateUserAction } from "./actions.ts";

type Props = { member: { id: string; name: string }; people: Person[] };

/** Lets a person go, and says to whom their work goes. */
export function DeactivateDialog({ member, people }: Props) {
  return (
    <Dialog
      trigger="Deactivate"
      triggerLabel={`Deactivate ${member.name}`}
      title={`Deactivate ${member.name}?`}
      description="They are signed out everywhere, and their password, their API tokens and the open invites they made are gone. What they did stays. A new invite to the same e-mail lets them in again, with a new password."
    >
      <Form action={deactivateUserAction}>
        <input type="hidden" name="userId" value={member.id} />
        <DryRun ask={countOwnedAction} about={{ userId: member.id }}>
          {(owned) => <Owned owned={owned} name={member.name} />}
        </DryRun>
        <Field name="giveTo" label="Give their open cases and follow-ups to">
          <Select>
            <option value="">Nobody: leave them unassigned</option>
            {people
              .filter(({ id }) => id !== member.id)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {visibleText(name)}
                </option>
              ))}
          </Select>
        </Field>
        <SubmitButton variant="danger">Deactivate</SubmitButton>
      </Form>
    </Dialog>
  );
}

function Owned({ owned, name }: { owned: OwnedWork; name: string }) {
  const cases = `${owned.cases.toLocaleString("en")} open ${owned.cases === 1 ? "case" : "cases"}`;
  const followUps = `${owned.followUps.toLocaleString("en")} open ${owned.followUps === 1 ? "follow-up" : "follow-ups"}`;
  return (
    <p>
      {visibleText(name)} has {cases} and {followUps}.
    </p>
  );
}
