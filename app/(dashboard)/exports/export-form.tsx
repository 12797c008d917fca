"use client";

import { FileDown } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import type { ActionState } from "#lib/access/endpoints/action-state";

/** Starts an export; its value is the address of the file. */
type ExportAction = (state: ActionState<string>, form: FormData) => Promise<ActionState<string>>;

type Props = {
  action: ExportAction;
  label: string;
  /** The filter, as fields that nobody sees. */
  filter?: Record<string, string>;
  children?: ReactNode;
};

/** A form that starts an export. The browser then saves its file, and the page Exports says how far it is. */
export function ExportForm({ action, label, filter = {}, children }: Props) {
  return (
    <Form action={action} label={label} onDone={({ value }) => value && saveFile(value)}>
      {Object.entries(filter).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <Field name="format" label="Format" required>
        <Select defaultValue="csv">
          <option value="csv">CSV, for spreadsheets</option>
          <option value="jsonl">JSON Lines, for programs</option>
        </Select>
      </Field>
      <SubmitButton>
        <FileDown aria-hidden="true" />
        Export
      </SubmitButton>
    </Form>
  );
}

/** The same behind a button, for a list with a filter. */
export function ExportDialog({ title, description, ...form }: Props & { title: string; description: string }) {
  return (
    <Dialog
      trigger={
        <>
          <FileDown aria-hidden="true" />
          {title}
        </>
      }
      title={title}
      description={description}
    >
      <ExportForm {...form} />
    </Dialog>
  );
}

/** Has the browser save the file of an export that was begun. */
export function saveFile(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
  toast(
    <span>
      The export has begun, and your browser saves it as a file.{" "}
      <Link href="/exports" className="underline">
        See how far it is
      </Link>
    </span>,
  );
}
