"use client";

import { RotateCcw, RotateCw } from "lucide-react";
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
import { RUN_STATE_WORDS } from "../../_words.ts";
import { previewReplayAction, startReplayAction } from "../actions.ts";
import { DryRun } from "./dry-run.tsx";
import { PlanLines } from "./plan-lines.tsx";

/** `onlyFailed`: the handlers that gave up on the chosen events, and no other. */
type Chosen = { messageId: string; source: string } | { list: string; onlyFailed?: "yes" };

/** The reason that a re-run of what failed begins with: its selection says the rest. */
const TO_RERUN = "To repeat what gave up";

/** Replays one event, or all of the list's filter, after showing what that would do and asking why. */
export function ReplayDialog({ chosen, label, keys }: { chosen: Chosen; label: string; keys?: string }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const onlyFailed = "onlyFailed" in chosen;
  return (
    <>
      <Button data-keys={keys} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {onlyFailed ? <RotateCw aria-hidden="true" /> : <RotateCcw aria-hidden="true" />}
        {label}
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title={label}
        description={
          onlyFailed
            ? "Runs the handlers that gave up once more, and no other. What they already did they do not repeat."
            : "Runs every handler once more on what is stored. It adds runs and rewrites nothing."
        }
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
            {(preview) => <Preview preview={preview} onlyFailed={onlyFailed} />}
          </DryRun>
          <Field name="reason" label="Why" required hint="It stands in the audit log and on each run.">
            <Textarea rows={2} maxLength={500} defaultValue={onlyFailed ? TO_RERUN : undefined} />
          </Field>
          <SubmitButton className="justify-self-start">{onlyFailed ? "Re-run" : "Replay"}</SubmitButton>
        </Form>
      </Modal>
    </>
  );
}

function Preview({ preview, onlyFailed }: { preview: ReplayPreview; onlyFailed: boolean }) {
  const { count, capped, runs, plans } = preview;
  const many = count.toLocaleString("en");
  if (capped) {
    return <Notice tone="amber">More than {many} events are chosen. Narrow the filter, for instance by time.</Notice>;
  }
  return (
    <div className="grid gap-3">
      <Outcomes outcomes={preview.outcomes} />
      {count === 0 ? (
        <p>{onlyFailed ? "Nothing that gave up waits." : "No event is chosen that a handler is registered for."}</p>
      ) : (
        <p>
          <strong>
            {many} {count === 1 ? "event" : "events"}, {runs.toLocaleString("en")} {runs === 1 ? "run" : "runs"}.
          </strong>
          {plans.length < count ? ` The first ${plans.length} would go like this:` : ""}
        </p>
      )}
      {plans.map((event) => (
        <EventPlans key={event.messageId} event={event} named={count > 1} />
      ))}
    </div>
  );
}

function EventPlans({ event, named }: { event: ReplayPreview["plans"][number]; named: boolean }) {
  return (
    <div className="grid gap-1.5">
      {named ? (
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
  );
}

const OUTCOMES = ["succeeded", "dead", "failed", "skipped", "queued", "running"] as const;

/** `Until now: 24 succeeded, 3 gave up.` */
function Outcomes({ outcomes }: { outcomes: ReplayPreview["outcomes"] }) {
  const named = OUTCOMES.filter((state) => outcomes[state] > 0);
  if (named.length === 0) return null;
  const words = named.map((state) => `${outcomes[state].toLocaleString("en")} ${RUN_STATE_WORDS[state].toLowerCase()}`);
  return <p className="text-muted">Their runs until now: {words.join(", ")}.</p>;
}
