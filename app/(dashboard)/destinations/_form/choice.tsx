"use client";

import { type ReactNode, useContext } from "react";
import { FormStateContext } from "#components/ui/field";

type Props = {
  type: "checkbox" | "radio";
  name: string;
  value: string;
  defaultChecked: boolean;
  label: ReactNode;
  children?: ReactNode;
};

/** A checkbox or radio button with a description. In a form that was refused it is as it was sent. */
export function Choice({ type, name, value, defaultChecked, label, children }: Props) {
  const form = useContext(FormStateContext);
  const refused = form.status === "refused" ? form : null;
  const checked = refused === null ? defaultChecked : [refused.values[name]].flat().includes(value);
  return (
    <label className="grid cursor-pointer grid-cols-[max-content_minmax(0,1fr)] gap-x-2 py-0.5">
      <input
        type={type}
        name={name}
        value={value}
        defaultChecked={checked}
        className="mt-0.5 size-3.5 accent-accent-fill"
        {...(refused?.fields[name] === undefined ? {} : { "aria-invalid": true, "aria-describedby": errorId(name) })}
      />
      <span className="grid gap-0.5">
        <span>{label}</span>
        {children ? <span className="text-xs text-muted">{children}</span> : null}
      </span>
    </label>
  );
}

/** What is wrong with a group of choices. */
export function ChoiceError({ name }: { name: string }) {
  const form = useContext(FormStateContext);
  const error = form.status === "refused" ? form.fields[name] : undefined;
  return error === undefined ? null : (
    <p id={errorId(name)} className="text-xs font-medium text-red">
      {error}
    </p>
  );
}

function errorId(name: string): string {
  return `${name}-error`;
}
