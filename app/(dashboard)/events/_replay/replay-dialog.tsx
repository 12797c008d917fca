"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Button } from "#components/ui/button";
import { Modal } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Textarea } from "#components/ui/textarea";
import { UserText } from "#components/ui/user-text";
import type { ReplayPreview } from "#lib/replay/preview-replay";
import { previewReplayAction, startReplayAction } from "../actions.ts";
import { DryRun } from "./dry-run.tsx";
import { PlanLines } from "./plan-lines.tsx";

type Chosen = { messageId: string; source: string } | { list: string };

/** Replays one event, or all of the list's filter, after showing what that would do and asking why. */
export function ReplayDialog({ chosen, label, keys }: { chosen: Chosen; label: string; keys?: string }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  return (
    <>
      <Button data-keys={keys} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <RotateCcw aria-hidden="true" />
        {label}
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title={label}
        description="Runs every handler once more on what is stored. It adds runs and rewrites nothing."
      >
        <Form
          action={startReplayAction}
          label={label}
          onDone={({ value }) => value && router.push(`/replays/${value.replayId}`)}
        >
          {Object.entries(chosen).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <DryRun ask={previewReplayAction} about={chosen}>
            {(preview) => <Preview preview={preview} />}
          </DryRun>
          <Field name="reason" label="Why" required hint="It stands in the audit log and on each run.">
            <Textarea rows={2} maxLength={500} />
          </Field>
          <SubmitButton className="justify-self-start">Replay</SubmitButton>
        </Form>
      </Modal>
    </>
  );
}

function Preview({ preview }: { preview: ReplayPreview }) {
  const { count, capped, runs, plans } = preview;
  const many = count.toLocaleString("en");
  if (capped) {
    return <Notice tone="amber">More than {many} events are chosen. Narrow the filter, for instance by time.</Notice>;
  }
  if (count === 0) return <p>No event is chosen that a handler is registered for.</p>;
  return (
    <div className="grid gap-3">
      <p>
        <strong>
          {many} {count === 1 ? "event" : "events"}, {runs.toLocaleString("en")} {runs === 1 ? "run" : "runs"}.
        </strong>
        {plans.length < count ? ` The first ${plans.length} would go like this:` : ""}
      </p>
      {plans.map((event) => (
        <div key={event.messageId} className="grid gap-1.5">
          {count > 1 ? (
            <p className="truncate text-xs text-faint">
              <UserText>{event.type}</UserText> of <UserText>{event.refId ?? "no case"}</UserText>
            </p>
          ) : null}
          {event.plans.map((plan) => (
            <div key={plan.handler} className="grid gap-1">
              <p className="text-xs font-medium text-muted">{plan.handler}</p>
              <PlanLines plan={plan} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
