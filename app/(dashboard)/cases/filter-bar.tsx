"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef } from "react";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { visibleText } from "#components/ui/user-text";

type Choice = { value: string; label: string };

/**
 * The filter as a GET form: it works without JavaScript, and the address is its state. With JavaScript a choice is applied at once and empty
 * fields are left out of the address. `values` are those of the address, also after going back.
 */
export function FilterBar(props: {
  /** The placeholder: what the search looks in. */
  placeholder: string;
  values: Record<string, string>;
  kept: Record<string, string>;
  choices: { name: string; label: string; options: Choice[] }[];
}) {
  const form = useRef<HTMLFormElement>(null);
  const router = useRouter();
  const values = JSON.stringify(props.values);

  useEffect(() => {
    const given = JSON.parse(values) as Record<string, string>;
    for (const control of form.current?.querySelectorAll<HTMLInputElement>("input[type=search], select") ?? []) {
      if (control !== document.activeElement) control.value = given[control.name] ?? "";
    }
  }, [values]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(entries as [string, string][]);
    router.push(query.size > 0 ? `/cases?${query}` : "/cases");
  };

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
