"use client";

import { useState } from "react";
import { useNow, useZone } from "#components/time";
import { utcBeside } from "#components/time-format";
import { Label } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { instantOf, localOf, rangesAt, type TimeRange } from "./zoned-time.ts";

type Props = {
  label: string;
  from: string | undefined;
  to: string | undefined;
  onChoose: (range: Partial<TimeRange>) => void;
};

/** Chooses a range of time by its name, in the person's zone. It has no name of its own in the form around it. */
export function TimePresets({ label, from, to, onChoose }: Props) {
  const groups = rangesAt(useNow(), useZone());
  const all = groups.flatMap(({ ranges }) => ranges);
  const chosen = all.find((range) => range.from === from && range.to === to);
  const none = from === undefined && to === undefined;
  return (
    <Select
      aria-label={label}
      className="w-auto max-w-56"
      value={none ? "" : (chosen?.label ?? "chosen")}
      onChange={({ target }) => onChoose(all.find((range) => range.label === target.value) ?? {})}
    >
      <option value="">{label}: any time</option>
      {none || chosen ? null : <option value="chosen">{label}: as chosen</option>}
      {groups.map((group) => (
        <optgroup key={group.label} label={group.label}>
          {group.ranges.map((range) => (
            <option key={range.label}>{range.label}</option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}

/** A point in time, typed in the person's zone and sent in UTC, which stands beside. To be keyed by `value`. */
export function TimeField({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  const zone = useZone();
  const [typed, setTyped] = useState<string>();
  const local = typed ?? (value === undefined ? "" : localOf(new Date(value), zone));
  const at = typed === undefined ? value : instantOf(typed, zone)?.toISOString();
  const utc = at === undefined ? null : utcBeside(new Date(at), zone);
  return (
    <div className="grid content-start gap-1">
      <Label htmlFor={`filter-${name}`}>{label}</Label>
      <Input
        id={`filter-${name}`}
        type="datetime-local"
        value={local}
        aria-describedby={`filter-${name}-zone`}
        onChange={({ target }) => setTyped(target.value)}
      />
      <input type="hidden" name={name} value={at ?? ""} />
      <p id={`filter-${name}-zone`} className="text-xs text-muted">
        {zone}
        {utc === null ? "" : `: ${utc}`}
      </p>
    </div>
  );
}
