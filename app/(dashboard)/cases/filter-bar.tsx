"use client";

import { ListFilter, Search } from "lucide-react";
import { Button } from "#components/ui/button";
import { Input } from "#components/ui/input";
import { Menu } from "#components/ui/menu";
import { Select } from "#components/ui/select";
import { visibleText } from "#components/ui/user-text";
import { useFilterForm } from "../_filter/use-filter-form.ts";

type Option = { value: string; label: string };
export type Choice = { name: string; label: string; options: Option[] };
/** A field of the menu of rarer filters. */
export type MoreField = Choice | { name: string; label: string; type: "text" | "number" | "date" };

/** The filter of the cases page. A choice is applied at once. */
export function FilterBar(props: {
  /** The placeholder: what the search looks in. */
  placeholder: string;
  values: Record<string, string>;
  kept: Record<string, string>;
  choices: Choice[];
  more: MoreField[];
}) {
  const { form, submit } = useFilterForm("/cases", props.values);
  const apply = () => form.current?.requestSubmit();
  const active = props.more.filter(({ name }) => props.values[name]).length;

  return (
    <search aria-label="Cases" className="min-w-0">
      <form ref={form} action="/cases" onSubmit={submit} className="flex flex-wrap items-center gap-2">
        {Object.entries(props.kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="relative min-w-0 flex-1 basis-56 md:max-w-72">
          <Search aria-hidden="true" className="absolute inset-y-0 left-2 my-auto size-3 text-faint" />
          <Input
            name="q"
            type="search"
            aria-label="Search cases"
            placeholder={props.placeholder}
            defaultValue={props.values.q}
            data-keys="/"
            data-keys-label="Search"
            maxLength={512}
            className="pl-7"
          />
        </div>
        {props.choices.map((choice) => (
          <ChoiceSelect
            key={choice.name}
            choice={choice}
            value={props.values[choice.name]}
            apply={apply}
            className="w-auto max-w-44"
          />
        ))}
        <Menu
          label={active > 0 ? `More filters, ${active} in use` : "More filters"}
          trigger={
            <>
              <ListFilter aria-hidden="true" />
              {active > 0 ? `Filters (${active})` : "Filters"}
            </>
          }
        >
          <div className="grid w-[min(20rem,calc(100vw-2rem))] gap-2 p-2">
            {props.more.map((field) => (
              <MoreLine key={field.name} field={field} value={props.values[field.name]} apply={apply} />
            ))}
            <Button type="submit" variant="primary" className="justify-self-end">
              Apply
            </Button>
          </div>
        </Menu>
        <noscript>
          <button type="submit">Filter</button>
        </noscript>
      </form>
    </search>
  );
}

function ChoiceSelect(props: { choice: Choice; value: string | undefined; apply: () => void; className?: string }) {
  const { name, label, options } = props.choice;
  return (
    <Select
      name={name}
      aria-label={label}
      defaultValue={props.value ?? ""}
      onChange={props.apply}
      {...(props.className ? { className: props.className } : {})}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {visibleText(option.label)}
        </option>
      ))}
    </Select>
  );
}

function MoreLine({ field, value, apply }: { field: MoreField; value: string | undefined; apply: () => void }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-center gap-2">
      <span aria-hidden="true" className="text-xs text-muted">
        {field.label}
      </span>
      {"options" in field ? (
        <ChoiceSelect choice={field} value={value} apply={apply} />
      ) : (
        <Input
          name={field.name}
          aria-label={field.label}
          type={field.type}
          defaultValue={value ?? ""}
          {...(field.type === "number" ? { min: 1, max: 9999 } : { maxLength: 512 })}
        />
      )}
    </div>
  );
}
