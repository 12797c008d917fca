"use client";

import { RotateCw } from "lucide-react";
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
import type { Failure } from "#lib/failures/list-failures";
import type { FailurePreview } from "#lib/failures/preview-failure";
import { DryRun } from "../../events/_replay/dry-run.tsx";
import { PlanLines } from "../../events/_replay/plan-lines.tsx";
import { previewFailureAction, rerunFailureAction } from "../actions.ts";

/** Runs again all that waits with this failure, after a dry run and a reason. */
export function RerunDialog({ failure }: { failure: Failure }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const { handler, failure: name, destination, waiting } = failure;
  const about = { handler, failure: name };
  // Not `onDone`: with the answer nothing waits any more, and the dialog may leave the page before it is told.
  const rerunAndFollow: typeof rerunFailureAction = async (state, form) => {
    const next = await rerunFailureAction(state, form);
    if (next.status === "done" && next.value) router.push(`/replays/${next.value.replayId}`);
    return next;
  };
  const label = waiting === 1 ? "Re-run it" : `Re-run these ${waiting.toLocaleString("en")}`;
  return (
    <>
      <Button variant="primary" data-keys="r" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <RotateCw aria-hidden="true" />
        {label}
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title={label}
        description={
          destination
            ? "Sends each delivery again: the same id and the same bytes, the earliest first."
            : "Runs the action again on each event. What it already did it does not repeat."
        }
      >
        <Form action={rerunAndFollow} label={label}>
          <input type="hidden" name="handler" value={handler} />
          <input type="hidden" name="failure" value={name} />
          <DryRun ask={previewFailureAction} about={about}>
            {(preview) => <Preview preview={preview} what={destination ? "delivery" : "run"} />}
          </DryRun>
          <Field name="reason" label="Why" required hint="It stands in the audit log and on each run.">
            <Textarea rows={2} maxLength={500} />
          </Field>
          <SubmitButton>Re-run</SubmitButton>
        </Form>
      </Modal>
    </>
  );
}

const PLURAL = { run: "runs", delivery: "deliveries" } as const;

function Preview({ preview, what }: { preview: FailurePreview; what: keyof typeof PLURAL }) {
  const { count, capped, cases, planned, acting, plans } = preview;
  const many = count.toLocaleString("en");
  if (capped) {
    return (
      <Notice tone="amber">
        {many === "100"
          ? "More than 100 wait, which is as many as an engineer runs at once. An admin can run up to 10,000."
          : `More than ${many} wait: replay their events by time instead.`}
      </Notice>
    );
  }
  if (count === 0) return <p>Nothing waits any more.</p>;
  return (
    <div className="grid gap-3">
      <p>
        <strong>
          {many} {count === 1 ? what : PLURAL[what]}
          {cases > 0 ? ` of ${cases.toLocaleString("en")} ${cases === 1 ? "case" : "cases"}` : ""}.
        </strong>
        {planned === 0 ? "" : ` ${actingWords(acting, planned, count)}`}
      </p>
      {plans.map(({ refId, handler, lines }) => (
        <div key={refId} className="grid gap-1">
          <p className="truncate text-xs text-faint">
            Case <UserText>{refId}</UserText>
          </p>
          <PlanLines plan={{ handler, lines }} />
        </div>
      ))}
    </div>
  );
}

/** `Of the first 25, 24 would do something; for 1 there is nothing to do.` */
function actingWords(acting: number, planned: number, count: number): string {
  const of = planned < count ? `Of the first ${planned}, ` : "";
  const idle = planned - acting;
  if (idle === 0) return `${of}${of ? "all" : "All"} would do something:`;
  return `${of}${acting} would do something; for ${idle} there is nothing to do:`;
}
