"use client";

import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button";
import { TimePresets } from "../_filter/time-range.tsx";
import { useFilterForm } from "../_filter/use-filter-form.ts";
import { SearchBox } from "./search-box.tsx";

/** The filter of the events page. A choice is applied at once. */
export function FilterForm(props: {
  values: Record<string, string>;
  choices: ReactNode;
  more: ReactNode;
  moreInUse: boolean;
}) {
  const { form, submit, go } = useFilterForm("/events", props.values);
  return (
    <search aria-label="Events">
      <form ref={form} action="/events" onSubmit={submit} className="grid gap-2">
        <div className="flex flex-wrap items-end gap-2">
          <div className="relative min-w-0 flex-1 basis-64">
            <Search aria-hidden="true" className="absolute inset-y-0 left-2 my-auto size-3 text-faint" />
            <SearchBox className="pl-7" defaultValue={props.values.q} />
          </div>
          <div className="contents" onChange={() => form.current?.requestSubmit()}>
            {props.choices}
          </div>
          <TimePresets
            label="Received"
            from={props.values.from}
            to={props.values.to}
            onChoose={({ from = "", to = "" }) => go({ from, to })}
          />
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
