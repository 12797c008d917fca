"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { Button } from "#components/ui/button";
import { SearchBox } from "./search-box.tsx";

/**
 * The filter as a GET form, which works without JavaScript: the address is the state. With JavaScript empty fields stay out of the address,
 * a choice submits at once, and the page is not reloaded. `values` come from the address, also after going back.
 */
export function FilterForm(props: {
  values: Record<string, string>;
  choices: ReactNode;
  more: ReactNode;
  moreInUse: boolean;
}) {
  const form = useRef<HTMLFormElement>(null);
  const router = useRouter();
  const values = JSON.stringify(props.values);

  useEffect(() => {
    const given = JSON.parse(values) as Record<string, string>;
    for (const control of form.current?.querySelectorAll<HTMLInputElement>("input[name], select[name]") ?? []) {
      control.value = given[control.name] ?? "";
    }
  }, [values]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(entries as [string, string][]);
    router.push(query.size > 0 ? `/events?${query}` : "/events");
  };

  return (
    <search aria-label="Events">
      <form ref={form} action="/events" onSubmit={submit} className="grid gap-2">
        <div className="flex flex-wrap items-end gap-2">
          <div className="relative min-w-0 flex-1 basis-64">
            <Search aria-hidden="true" className="absolute top-2 left-2 size-3 text-faint" />
            <SearchBox className="pl-7" />
          </div>
          <div className="contents" onChange={() => form.current?.requestSubmit()}>
            {props.choices}
          </div>
          <Button type="submit">Filter</Button>
        </div>
        <details open={props.moreInUse} className="group">
          <summary className="w-fit list-none rounded-sm text-xs text-muted hover:text-ink">
            More: time, refId, message id, source
          </summary>
          <div className="mt-2 grid gap-2 sm:grid-cols-2 xl:grid-cols-5">{props.more}</div>
        </details>
      </form>
    </search>
  );
}
