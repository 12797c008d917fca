import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { Textarea } from "#components/ui/textarea";
import { visibleText } from "#components/ui/user-text";
import type { Person } from "#lib/cases/list-people";

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

/** Reason, due day and owner of a follow-up. */
export function FlagFields({ people, self }: { people: Person[]; self: string }) {
  return (
    <>
      <Field name="reason" label="Why" required>
        <Textarea maxLength={1000} placeholder="What is missing, and from whom" />
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field name="dueOn" label="Due on" hint="The board shows it from two days before.">
          <Input type="date" />
        </Field>
        <PersonField name="ownerId" label="Owner" nobody="Nobody yet" people={people} self={self} value={self} />
      </div>
    </>
  );
}
