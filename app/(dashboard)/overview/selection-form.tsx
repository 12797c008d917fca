"use client";

import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { useFilterForm } from "../_filter/use-filter-form.ts";

/** Source, days of one's own and the comparison. Without JavaScript it is a GET form like any other. */
export function SelectionForm(props: { values: Record<string, string>; sources: string[]; today: string }) {
  const { values, sources, today } = props;
  const { form, submit } = useFilterForm("/overview", values);
  const apply = () => form.current?.requestSubmit();
  return (
    <form ref={form} action="/overview" onSubmit={submit} className="flex flex-wrap items-center gap-2">
      {values.period ? <input type="hidden" name="period" value={values.period} /> : null}
      {sources.length > 1 ? (
        <Select
          name="source"
          aria-label="Source"
          defaultValue={values.source ?? ""}
          onChange={apply}
          className="w-auto"
        >
          <option value="">All sources</option>
          {sources.map((source) => (
            <option key={source} value={source}>
              {source}
            </option>
          ))}
        </Select>
      ) : null}
      <Checkbox
        name="compare"
        value="before"
        defaultChecked={values.compare === "before"}
        onChange={apply}
        className="text-xs text-muted pointer-coarse:min-h-10"
      >
        Compare with the period before
      </Checkbox>
      <fieldset className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
        <legend className="sr-only">Days of your own, in UTC</legend>
        <Input
          name="from"
          type="date"
          aria-label="From, day in UTC"
          max={today}
          defaultValue={values.from}
          className="w-34"
        />
        to
        <Input
          name="to"
          type="date"
          aria-label="To, day in UTC"
          max={today}
          defaultValue={values.to}
          className="w-34"
        />
        <Button type="submit">Show</Button>
      </fieldset>
    </form>
  );
}
