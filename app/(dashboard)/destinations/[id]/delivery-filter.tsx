"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { OUTGOING_WORDS } from "../../_delivery-words.ts";
import { useFilterForm } from "../../_filter/use-filter-form.ts";
import type { DeliveriesView } from "../deliveries-view.ts";

const STATES = {
  queued: "Waiting or retrying",
  running: "Sending",
  succeeded: "Delivered",
  dead: "Gave up",
  skipped: "Not sent",
};
const TIMES = { "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days" };

/** The filter of a destination's deliveries. A choice is applied at once. */
export function DeliveryFilter({ path, view }: { path: string; view: DeliveriesView }) {
  const values = Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
  const { form, submit } = useFilterForm(path, values);
  return (
    <search aria-label="Deliveries">
      <form ref={form} action={path} onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <Input
          name="refId"
          type="search"
          aria-label="refId"
          placeholder="refId, whole"
          data-keys="/"
          data-keys-label="Find the deliveries of a case"
          maxLength={512}
          defaultValue={view.refId}
          className="min-w-0 flex-1 basis-48 sm:max-w-72"
        />
        <div className="contents" onChange={() => form.current?.requestSubmit()}>
          <Choice name="state" label="State" value={view.state}>
            {optionsOf(STATES)}
          </Choice>
          <Choice name="type" label="Event" value={view.type}>
            {optionsOf(typeNames(view.type))}
          </Choice>
          <Choice name="within" label="Time" value={view.within}>
            {optionsOf(TIMES)}
          </Choice>
        </div>
        <Button type="submit">Filter</Button>
      </form>
    </search>
  );
}

function Choice(props: { name: string; label: string; value: string | undefined; children: ReactNode }) {
  const { name, label, value } = props;
  return (
    <Select name={name} aria-label={label} defaultValue={value ?? ""} className="w-auto max-w-56">
      <option value="">{label}: any</option>
      {props.children}
    </Select>
  );
}

function optionsOf(words: Record<string, string>) {
  return Object.entries(words).map(([value, label]) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}

/** The address may name a type that is not in the list. */
function typeNames(chosen: string | undefined): Record<string, string> {
  const names = [...Object.keys(OUTGOING_WORDS), ...(chosen === undefined ? [] : [chosen])];
  return Object.fromEntries(names.map((name) => [name, name]));
}
