"use client";

import { Eraser } from "lucide-react";
import { useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field, Label } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Select } from "#components/ui/select";
import { Textarea } from "#components/ui/textarea";
import type { Erasure } from "#lib/retention/erase-subject";
import { DryRun } from "../../events/_replay/dry-run.tsx";
import { eraseSubjectAction, planErasureAction } from "../actions.ts";

type Of = { source: string; refId: string; contactEmail: string | null };

/** Erases the content of a case or of every case of its contact, after a preview and a reason. */
export function EraseDialog(props: Of) {
  return (
    <Dialog
      title="Erase what the case holds"
      description="For a person's request to be forgotten. It cannot be undone."
      trigger={
        <>
          <Eraser aria-hidden="true" />
          Erase
        </>
      }
    >
      <Erase {...props} />
    </Dialog>
  );
}

function Erase({ source, refId, contactEmail }: Of) {
  const [everyCase, setEveryCase] = useState(false);
  const of: Record<string, string> = everyCase && contactEmail ? { source, contactEmail } : { source, refId };
  return (
    <Form action={eraseSubjectAction} label="Erase what the case holds">
      {Object.entries(of).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {contactEmail ? (
        <div className="grid gap-1">
          <Label htmlFor="erase-what">What</Label>
          <Select
            id="erase-what"
            value={everyCase ? "address" : "case"}
            onChange={(event) => setEveryCase(event.target.value === "address")}
          >
            <option value="case">This case</option>
            <option value="address">Every case of {contactEmail}</option>
          </Select>
        </div>
      ) : null}
      <DryRun ask={planErasureAction} about={of}>
        {(erasure) => <Plan erasure={erasure} />}
      </DryRun>
      <Field name="reason" label="Why" required hint="It stands in the audit log: name no person in it.">
        <Textarea rows={2} maxLength={500} placeholder="Who asked for it, and where that is written" />
      </Field>
      <SubmitButton variant="danger" className="justify-self-start">
        Erase
      </SubmitButton>
    </Form>
  );
}

const KINDS = [
  ["messages", "message, its bytes", "messages, their bytes"],
  ["requests", "request with its headers and address", "requests with their headers and addresses"],
  ["actions", "action's log", "actions' logs"],
  ["letters", "letter", "letters"],
  ["notes", "note", "notes"],
  ["followUps", "follow-up's words", "follow-ups' words"],
  ["holds", "legal hold's words", "legal holds' words"],
  ["businesses", "business's name and address", "businesses' names and addresses"],
  ["words", "text in the audit log", "texts in the audit log"],
  [
    "otherWords",
    "other text in the audit log that holds the address",
    "other texts in the audit log that hold the address",
  ],
  ["replays", "replay's reason", "replays' reasons"],
] as const;

function Plan({ erasure }: { erasure: Erasure }) {
  const { cases, refIds } = erasure;
  return (
    <div className="grid gap-2">
      <p className="font-medium">
        {cases === 1 ? "1 case" : `${cases.toLocaleString("en")} cases`}:{" "}
        <span dir="auto">{refIds.slice(0, 10).join(", ")}</span>
        {cases > 10 ? ` and ${cases - 10} more` : ""}
      </p>
      <ul className="list-disc pl-4">
        {KINDS.filter(([name]) => erasure[name] > 0).map(([name, one, many]) => (
          <li key={name}>
            {erasure[name].toLocaleString("en")} {erasure[name] === 1 ? one : many}
          </li>
        ))}
      </ul>
      <Notice>
        States, days, ids, hashes and who did what stay. Entries of the audit log from before texts stood beside its
        chain keep theirs.
      </Notice>
    </div>
  );
}
