"use client";

import { Search } from "lucide-react";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { visibleText } from "#components/ui/user-text";
import { useFilterForm } from "../_filter/use-filter-form.ts";

type Choice = { value: string; label: string };

/** The filter of the cases page. A choice is applied at once. */
export function FilterBar(props: {
  /** The placeholder: what the search looks in. */
  placeholder: string;
  values: Record<string, string>;
  kept: Record<string, string>;
  choices: { name: string; label: string; options: Choice[] }[];
}) {
  const { form, submit } = useFilterForm("/cases", props.values);

  return (
    <search aria-label="Cases" className="min-w-0">
      <form ref={form} action="/cases" onSubmit={submit} className="flex flex-wrap items-center gap-2">
        {Object.entries(props.kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="relative min-w-0 flex-1 basis-56 md:max-w-72">
          <Search aria-hidden="true" className="absolute top-2 left-2 size-3 text-faint" />
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
        {props.choices.map(({ name, label, options }) => (
          <Select
            key={name}
            name={name}
            aria-label={label}
            defaultValue={props.values[name] ?? ""}
            onChange={() => form.current?.requestSubmit()}
            className="w-auto max-w-44"
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {visibleText(option.label)}
              </option>
            ))}
          </Select>
        ))}
        <noscript>
          <button type="submit">Filter</button>
        </noscript>
      </form>
    </search>
  );
}
