"use client";

import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Notice } from "#components/ui/notice";
import { deliveryPath } from "#lib/page-paths";
import { milliseconds } from "../events/lag.tsx";
import { testDestinationAction } from "./actions.ts";
import type { LatestTest } from "./latest-test.ts";

/** Sends a test event and shows its answer when it comes: the page is live and passes the latest test. */
export function SendTest({ destinationId, latestTest }: { destinationId: string; latestTest: LatestTest }) {
  const [sent, setSent] = useState<number>();
  return (
    <div className="grid justify-items-start gap-2">
      <Form action={testDestinationAction} label="Send a test event" onDone={({ value }) => setSent(value?.deliveryId)}>
        <input type="hidden" name="destinationId" value={destinationId} />
        <SubmitButton variant="secondary">Send test event</SubmitButton>
      </Form>
      {sent === undefined ? null : (
        <Answer destinationId={destinationId} deliveryId={sent} test={latestTest?.id === sent ? latestTest : null} />
      )}
    </div>
  );
}

function Answer(props: { destinationId: string; deliveryId: number; test: LatestTest }) {
  const { test } = props;
  if (test === null || test.state === "queued" || test.state === "running") {
    return (
      <p role="status" className="flex items-center gap-2 text-muted">
        <LoaderCircle aria-hidden="true" className="size-3.5 animate-spin" />
        Sending it…
      </p>
    );
  }
  const { status, durationMs } = test.lastAttempt ?? { status: null, durationMs: 0 };
  const came = status === null ? "No answer" : `Answered ${status} in ${milliseconds(durationMs)}`;
  return (
    <Notice tone={test.state === "succeeded" ? "green" : "red"} title={came}>
      {test.state === "succeeded" ? null : `${test.reason ?? ""} `}
      <Link className="underline" href={deliveryPath(props)}>
        Open the delivery
      </Link>
    </Notice>
  );
}
