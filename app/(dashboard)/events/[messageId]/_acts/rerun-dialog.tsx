"use client";

import { RotateCw } from "lucide-react";
import { useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Button } from "#components/ui/button";
import { Modal } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { Textarea } from "#components/ui/textarea";
import { RUN_STATE_WORDS, type RunState } from "../../../_words.ts";
import { DryRun } from "../../_replay/dry-run.tsx";
import { PlanLines } from "../../_replay/plan-lines.tsx";
import { planHandlerAction, rerunHandlerAction } from "../../actions.ts";

export type EndedRun = { id: number; handler: string; state: RunState };
type Props = { event: { source: string; messageId: string }; runs: EndedRun[]; label?: string };

/** Runs a handler again on the event, after a dry run and a reason. `runs`: the latest run of each handler, where it has ended. */
export function RerunDialog({ event, runs, label = "Re-run handler" }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        data-keys="r"
        aria-haspopup="dialog"
        disabled={runs.length === 0}
        title={runs.length === 0 ? "Nothing to run again: no handler has ended on this event" : undefined}
        onClick={() => setOpen(true)}
      >
        <RotateCw aria-hidden="true" />
        {label}
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title="Re-run a handler"
        description="What it already did it does not repeat."
      >
        <RerunForm event={event} runs={runs} />
      </Modal>
    </>
  );
}

function RerunForm({ event, runs }: Props) {
  // A failed run is the likeliest reason to open this dialog.
  const likeliest = runs.find(({ state }) => state === "dead") ?? runs[0];
  const [runId, setRunId] = useState(likeliest?.id);
  const run = runs.find(({ id }) => id === runId) ?? likeliest;
  if (run === undefined) return null;
  return (
    <Form action={rerunHandlerAction} label="Re-run a handler">
      <Field name="runId" label="Handler" required>
        <Select defaultValue={run.id} onChange={(change) => setRunId(Number(change.target.value))}>
          {runs.map(({ id, handler, state }) => (
            <option key={id} value={id}>
              {handler} ({RUN_STATE_WORDS[state].toLowerCase()})
            </option>
          ))}
        </Select>
      </Field>
      <DryRun ask={planHandlerAction} about={{ ...event, handler: run.handler }}>
        {(plan) => <PlanLines plan={plan} />}
      </DryRun>
      <Field name="reason" label="Why" required hint="It stands in the audit log and on the run.">
        <Textarea rows={2} maxLength={500} />
      </Field>
      <SubmitButton className="justify-self-start">Re-run</SubmitButton>
    </Form>
  );
}
