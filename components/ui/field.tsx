"use client";

import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";
import { classes } from "./classes.ts";

/** The result of a server action; `lib/access/action-state` has the same shape. */
export type FormState =
  | { status: "idle" }
  | { status: "done"; message?: string; value?: unknown }
  | {
      status: "refused";
      code: string;
      message: string;
      fields: Readonly<Record<string, string>>;
      values: Readonly<Record<string, unknown>>;
    };

/** The state of the Form around. */
export const FormStateContext = createContext<FormState>({ status: "idle" });

type FieldWiring = {
  id: string;
  name: string;
  required?: boolean;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  defaultValue?: string;
};

const FieldContext = createContext<FieldWiring | null>(null);

/** For a control inside a Field: its id, name, description, error, and the value that was sent when the form was refused. */
export function useFieldWiring(): Partial<FieldWiring> {
  return useContext(FieldContext) ?? {};
}

export function Label({ className, htmlFor, children, ...props }: ComponentProps<"label"> & { htmlFor: string }) {
  return (
    <label htmlFor={htmlFor} className={classes("text-xs font-medium text-muted", className)} {...props}>
      {children}
    </label>
  );
}

/** A control with its label. Inside a Form that was refused it shows its field's error and the value that was sent. */
export function Field(props: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  const form = useContext(FormStateContext);
  const refusal = form.status === "refused" ? form : null;
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
