"use client";

import { createContext, type ReactNode, useContext, useId } from "react";
import { useFormRefusal } from "./form-state.tsx";
import { Label } from "./label.tsx";

type FieldWiring = {
  id: string;
  name: string;
  required?: boolean;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  defaultValue?: string;
};

const FieldContext = createContext<FieldWiring | null>(null);

/** For a control inside a Field: its id, name, description, error and the value to come back after a refusal. */
export function useFieldWiring(): Partial<FieldWiring> {
  return useContext(FieldContext) ?? {};
}

/** A labelled control. Inside a Form it shows the refusal of its field and gives back what was typed. */
export function Field(props: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  const refusal = useFormRefusal();
  const error = props.error ?? refusal?.fields[props.name];
  const typed = refusal?.values[props.name];
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [props.hint ? hintId : "", error ? errorId : ""].filter(Boolean).join(" ");
  return (
    <div className="grid content-start gap-1">
      <Label htmlFor={id}>
        {props.label}
        {props.required ? null : <span className="font-normal text-faint"> (optional)</span>}
      </Label>
      <FieldContext
        value={{
          id,
          name: props.name,
          ...(props.required ? { required: true } : {}),
          ...(describedBy ? { "aria-describedby": describedBy } : {}),
          ...(error ? { "aria-invalid": true as const } : {}),
          ...(typeof typed === "string" ? { defaultValue: typed } : {}),
        }}
      >
        {props.children}
      </FieldContext>
      {props.hint ? (
        <p id={hintId} className="text-xs text-faint">
          {props.hint}
        </p>
      ) : null}
      {error ? (
        <p id={errorId} className="text-xs font-medium text-red">
          {error}
        </p>
      ) : null}
    </div>
  );
}
