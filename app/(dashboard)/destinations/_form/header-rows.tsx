"use client";

import { Plus, X } from "lucide-react";
import { useContext, useState } from "react";
import { Button } from "#components/ui/button";
import { FormStateContext, Label } from "#components/ui/field";
import { CONTROL } from "#components/ui/input";

type Row = { key: number; name: string; value: string; stored: boolean };

/**
 * The custom headers. `stored` are the names of those that exist: their values are never shown, and kept where none is typed. What is typed
 * stays here when the form is refused, because the server does not send values back.
 */
export function HeaderRows({ stored }: { stored: readonly string[] }) {
  const [rows, setRows] = useState<Row[]>(() => stored.map((name, key) => ({ key, name, value: "", stored: true })));
  const form = useContext(FormStateContext);
  const errors = form.status === "refused" ? form.fields : {};
  const change = (key: number, to: Partial<Row>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...to } : row)));
  const add = () => {
    const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
    setRows([...rows, { key, name: "", value: "", stored: false }]);
  };
  return (
    <div className="grid justify-items-start gap-2">
      {rows.map((row, place) => (
        <div key={row.key} className="flex w-full flex-wrap items-start gap-2">
          <HeaderField
            label={`Name of header ${place + 1}`}
            field={`headers.${place}.name`}
            error={errors[`headers.${place}.name`]}
            value={row.name}
            onChange={(name) => change(row.key, { name, stored: false })}
          />
          <HeaderField
            label={`Value of header ${place + 1}`}
            field={`headers.${place}.value`}
            error={errors[`headers.${place}.value`]}
            value={row.value}
            secret
            placeholder={row.stored ? "(sealed) – empty keeps it" : undefined}
            onChange={(value) => change(row.key, { value })}
          />
          <Button
            variant="ghost"
            size="icon"
            className="mt-5"
            aria-label={`Remove header ${place + 1}`}
            onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
          >
            <X aria-hidden="true" />
          </Button>
        </div>
      ))}
      {errors.headers ? <p className="text-xs font-medium text-red">{errors.headers}</p> : null}
      <Button size="sm" onClick={add}>
        <Plus aria-hidden="true" />
        Add header
      </Button>
    </div>
  );
}

function HeaderField(props: {
  label: string;
  field: string;
  error: string | undefined;
  value: string;
  secret?: boolean;
  placeholder?: string | undefined;
  onChange: (value: string) => void;
}) {
  const { field, error } = props;
  return (
    <div className="grid min-w-0 flex-1 basis-40 gap-1">
      <Label htmlFor={field}>{props.label}</Label>
      <input
        id={field}
        name={field}
        type={props.secret ? "password" : "text"}
        autoComplete={props.secret ? "new-password" : "off"}
        spellCheck={false}
        className={`${CONTROL} h-7 font-mono text-xs`}
        placeholder={props.placeholder}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        {...(error ? { "aria-invalid": true, "aria-describedby": `${field}-error` } : {})}
      />
      {error ? (
        <p id={`${field}-error`} className="text-xs font-medium text-red">
          {error}
        </p>
      ) : null}
    </div>
  );
}
