"use client";

import { useState } from "react";
import { useZone } from "#components/time";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";

export type Period = { label: string; from: string; to: string };

/** The first and the last day of a period, with buttons that fill in usual ones. The first of them is chosen at the beginning. */
export function PeriodFields({ periods }: { periods: readonly Period[] }) {
  const zone = useZone();
  const [chosen, setChosen] = useState<Period | undefined>(periods[0]);
  const [at, setAt] = useState(0);
  const choose = (period: Period) => {
    setChosen(period);
    // Uncontrolled fields take a new default when they are new.
    setAt(at + 1);
  };
  return (
    <div className="grid gap-2">
      <input type="hidden" name="zone" value={zone} />
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Usual periods</legend>
        {periods.map((period) => (
          <Button key={period.label} size="sm" aria-pressed={period === chosen} onClick={() => choose(period)}>
            {period.label}
          </Button>
        ))}
      </fieldset>
      <div key={at} className="grid grid-cols-2 gap-3">
        <Field name="fromDay" label="From">
          <Input type="date" defaultValue={chosen?.from} max="9999-12-31" />
        </Field>
        <Field name="toDay" label="Until, included" hint={`Whole days in ${zone}.`}>
          <Input type="date" defaultValue={chosen?.to} max="9999-12-31" />
        </Field>
      </div>
    </div>
  );
}
