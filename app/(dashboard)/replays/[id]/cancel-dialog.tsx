"use client";

import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { cancelReplayAction } from "./actions.ts";

export function CancelDialog({ replayId, queued }: { replayId: number; queued: number }) {
  return (
    <Dialog
      trigger="Cancel replay"
      variant="danger"
      title="Cancel this replay?"
      description="Runs that wait are skipped; those under way end by themselves. What has been done stays done."
    >
      <Form action={cancelReplayAction} label="Cancel replay">
        <input type="hidden" name="replayId" value={replayId} />
        <SubmitButton variant="danger" className="justify-self-start">
          Skip {queued.toLocaleString("en")} waiting {queued === 1 ? "run" : "runs"}
        </SubmitButton>
      </Form>
    </Dialog>
  );
}
