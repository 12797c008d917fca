"use client";

import { Flag, FlagOff, UserRound } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import { assignChosen, flagChosen, resolveChosen } from "./actions.ts";
import { FollowUpFields, PersonField } from "./case-fields.tsx";

/** What the forms offer. */
export type Acting = { people: Person[]; templates: ReasonTemplate[]; self: string };

type Props = Acting & {
  chosen: readonly { source: string; refId: string }[];
  clear: () => void;
};

/** Acts on all chosen cases. It floats, so that choosing a case moves nothing. */
export function BulkBar(props: Props) {
  const { chosen, clear, people, templates, self } = props;
  if (chosen.length === 0) return null;
  const cases = chosen.length === 1 ? "1 case" : `${chosen.length} cases`;
  const fields = chosen.map(({ source, refId }) => JSON.stringify({ source, refId }));
  const hidden = fields.map((value) => <input key={value} type="hidden" name="cases" value={value} />);
  return (
    <section
      aria-label="Chosen cases"
      className="sticky bottom-3 z-20 mx-auto flex w-fit max-w-full animate-appear flex-wrap items-center gap-2 rounded-lg border border-line-strong bg-raised px-3 py-2 shadow-raised"
    >
      <p role="status" className="font-medium">
        {cases} chosen
      </p>
      <Dialog
        title={`Assign ${cases}`}
        trigger={
          <>
            <UserRound aria-hidden="true" />
            Assign
          </>
        }
      >
        <Form action={assignChosen} onDone={clear}>
          {hidden}
          <PersonField name="assigneeId" label="Assignee" nobody="Nobody" people={people} self={self} />
          <SubmitButton>Assign {cases}</SubmitButton>
        </Form>
      </Dialog>
      <Dialog
        title={`Flag ${cases}`}
        description="A case that has an open follow-up already is left as it is."
        trigger={
          <>
            <Flag aria-hidden="true" />
            Flag
          </>
        }
      >
        <Form action={flagChosen} draftKey="flag-chosen" onDone={clear}>
          {hidden}
          <FollowUpFields templates={templates} people={people} self={self} />
          <SubmitButton>Flag {cases}</SubmitButton>
        </Form>
      </Dialog>
      <Dialog
        title={`Resolve the follow-ups of ${cases}`}
        description="A case without an open follow-up is left as it is."
        trigger={
          <>
            <FlagOff aria-hidden="true" />
            Resolve
          </>
        }
      >
        <Form action={resolveChosen} draftKey="resolve-chosen" onDone={clear}>
          {hidden}
          <Field name="outcome" label="How did they end?" required>
            <Textarea maxLength={1000} />
          </Field>
          <SubmitButton>Resolve {cases}</SubmitButton>
        </Form>
      </Dialog>
      <Button variant="ghost" onClick={clear}>
        Clear
      </Button>
    </section>
  );
}
