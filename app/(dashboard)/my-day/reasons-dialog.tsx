import { ListPlus, Trash2 } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { UserText, visibleText } from "#components/ui/user-text";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import { addReason, removeReason } from "../cases/actions.ts";

/** The reasons that everybody can choose from when they flag a case. */
export function ReasonsDialog({ templates }: { templates: ReasonTemplate[] }) {
  return (
    <Dialog
      title="Reasons to choose from"
      description="Everybody is offered these when they flag a case. A follow-up keeps its reason when it is removed here."
      trigger={
        <>
          <ListPlus aria-hidden="true" />
          Reasons
        </>
      }
    >
      <div className="grid gap-4">
        {templates.length > 0 ? (
          <ul className="grid gap-1">
            {templates.map(({ id, text }) => (
              <li key={id} className="flex items-center gap-2">
                <span className="min-w-0 flex-1 wrap-anywhere" dir="auto">
                  <UserText>{text}</UserText>
                </span>
                <Form action={removeReason} className="contents">
                  <input type="hidden" name="templateId" value={id} />
                  <SubmitButton variant="ghost" size="icon" aria-label={visibleText(`Remove ${text}`)}>
                    <Trash2 aria-hidden="true" />
                  </SubmitButton>
                </Form>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-muted">There are none yet.</p>
        )}
        <Form action={addReason} draftKey="add-reason">
          <Field name="text" label="Another reason" required>
            <Input maxLength={200} placeholder="Statute missing" />
          </Field>
          <SubmitButton>Add</SubmitButton>
        </Form>
      </div>
    </Dialog>
  );
}
