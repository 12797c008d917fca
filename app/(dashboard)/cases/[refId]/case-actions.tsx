import { Flag, Gavel, UserRound } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import { isolateTexts } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { may } from "#lib/permissions";
import { assign, flag, hold } from "../actions.ts";
import { FollowUpFields, PersonField } from "../case-fields.tsx";
import { CaseKey } from "./case-key.tsx";
import { EraseDialog } from "./erase-dialog.tsx";
import { ExportDialog } from "./export-dialog.tsx";

type Props = { found: FoundCase; actor: UserActor; people: Person[]; templates: ReasonTemplate[] };

/** Buttons for the acts that the person may do on the case. */
export function CaseActions({ found, actor, people, templates }: Props) {
  return (
    <>
      {may(actor.role, "case:assign") ? (
        <Dialog
          title="Assign the case"
          keys="a"
          trigger={
            <>
              <UserRound aria-hidden="true" />
              {found.assignee ? (
                <span className="max-w-32 truncate">{isolateTexts(found.assignee.name)}</span>
              ) : (
                "Assign"
              )}
            </>
          }
          triggerLabel={found.assignee ? `Assigned to ${found.assignee.name}: change` : "Assign"}
        >
          <Form action={assign}>
            <CaseKey of={found} />
            <PersonField
              name="assigneeId"
              label="Assignee"
              nobody="Nobody"
              people={people}
              self={actor.id}
              {...(found.assignee?.id ? { value: found.assignee.id } : {})}
            />
            <SubmitButton>Assign</SubmitButton>
          </Form>
        </Dialog>
      ) : null}
      {may(actor.role, "case:flag") && !found.followUp ? (
        <Dialog
          title="Flag for follow-up"
          description="It is counted above the board until someone resolves it; a change of the case raises it again."
          keys="f"
          trigger={
            <>
              <Flag aria-hidden="true" />
              Flag
            </>
          }
        >
          <Form action={flag} draftKey={`flag/${found.source}/${found.refId}`}>
            <CaseKey of={found} />
            <FollowUpFields templates={templates} people={people} self={actor.id} />
            <SubmitButton>Flag</SubmitButton>
          </Form>
        </Dialog>
      ) : null}
      {may(actor.role, "case:export") ? <ExportDialog source={found.source} refId={found.refId} /> : null}
      {found.legalHold ? null : <KeepOrErase found={found} actor={actor} />}
    </>
  );
}

/** Shown while the case has no legal hold. */
function KeepOrErase({ found, actor }: { found: FoundCase; actor: UserActor }) {
  return (
    <>
      {may(actor.role, "case:hold") ? <Hold found={found} /> : null}
      {may(actor.role, "subject:erase") ? (
        <EraseDialog source={found.source} refId={found.refId} contactEmail={found.business?.contactEmail ?? null} />
      ) : null}
    </>
  );
}

function Hold({ found }: { found: FoundCase }) {
  return (
    <Dialog
      title="Put the case under legal hold"
      description="Nothing of it is removed, however old, until an admin releases it."
      trigger={
        <>
          <Gavel aria-hidden="true" />
          Hold
        </>
      }
    >
      <Form action={hold} draftKey={`hold/${found.source}/${found.refId}`}>
        <CaseKey of={found} />
        <Field name="reason" label="Why" required>
          <Textarea maxLength={1000} placeholder="Who asked that it be kept, and for what" />
        </Field>
        <SubmitButton>Hold</SubmitButton>
      </Form>
    </Dialog>
  );
}
