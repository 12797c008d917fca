import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { visibleText } from "#components/ui/user-text";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import { ReasonField } from "./reason-field.tsx";

/** A choice of a person; the reader comes first. */
export function PersonField(props: {
  name: string;
  label: string;
  nobody: string;
  people: Person[];
  self: string;
  value?: string;
}) {
  const others = props.people.filter(({ id }) => id !== props.self);
  const mine = props.people.find(({ id }) => id === props.self);
  return (
    <Field name={props.name} label={props.label}>
      <Select defaultValue={props.value ?? ""}>
        <option value="">{props.nobody}</option>
        {mine ? <option value={mine.id}>Me ({visibleText(mine.name)})</option> : null}
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {visibleText(name)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

type FollowUp = { reason: string | null; dueOn: string | null; ownerId: string | null };

/** Reason, due day and owner of a follow-up: of a new one, or as it is `now`. */
export function FollowUpFields(props: { people: Person[]; self: string; templates: ReasonTemplate[]; now?: FollowUp }) {
  const { people, self, templates, now } = props;
  return (
    <>
      <ReasonField templates={templates} {...(now?.reason ? { value: now.reason } : {})} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field name="dueOn" label="Due on" hint="The board shows it from two days before.">
          <Input type="date" {...(now?.dueOn ? { defaultValue: now.dueOn } : {})} />
        </Field>
        <PersonField
          name="ownerId"
          label="Owner"
          nobody="Nobody yet"
          people={people}
          self={self}
          value={now ? (now.ownerId ?? "") : self}
        />
      </div>
    </>
  );
}
