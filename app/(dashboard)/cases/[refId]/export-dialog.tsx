"use client";

import { FileArchive } from "lucide-react";
import Link from "next/link";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import { saveFile } from "../../exports/export-form.tsx";
import { exportCaseAction } from "../actions.ts";

/** Begins an evidence pack of the case. The browser then saves it, and the page Exports says how far it is. */
export function ExportDialog({ source, refId }: { source: string; refId: string }) {
  return (
    <Dialog
      title="Export the evidence of the case"
      description="All that is stored of it as one signed ZIP, with a report and a program that verifies it. It holds personal data."
      trigger={
        <>
          <FileArchive aria-hidden="true" />
          Export case
        </>
      }
    >
      <Form
        action={exportCaseAction}
        label="Export the evidence of the case"
        draftKey={`export/${source}/${refId}`}
        onDone={({ value }) => value && saveFile(value)}
      >
        <input type="hidden" name="source" value={source} />
        <input type="hidden" name="refId" value={refId} />
        <Field name="reason" label="Why" required hint="It stands in the pack and in the audit log.">
          <Textarea rows={2} maxLength={500} placeholder="Who asked for it, and what for" />
        </Field>
        <p className="text-xs text-muted">
          Whoever gets the pack also needs the key that the page{" "}
          <Link className="underline" href="/audit">
            Audit
          </Link>{" "}
          shows, to know that it is yours.
        </p>
        <SubmitButton className="justify-self-start">Export</SubmitButton>
      </Form>
    </Dialog>
  );
}
