"use client";

import Link from "next/link";
import { useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Notice } from "#components/ui/notice";
import { eventPath } from "#lib/page-paths";
import type { Tested } from "#lib/sources/test-source";
import { testSourceAction } from "./actions.ts";

/** Sends a signed event to the real endpoint and shows the answer. */
export function TestEvent({ source, ready }: { source: string; ready: boolean }) {
  const [tested, setTested] = useState<Tested>();
  return (
    <div className="grid gap-2">
      <Form
        action={testSourceAction}
        label={`Send a test event to ${source}`}
        className="flex flex-wrap items-center gap-x-3 gap-y-1"
        onDone={({ value }) => setTested(value)}
      >
        <input type="hidden" name="source" value={source} />
        <SubmitButton variant={ready ? "primary" : "secondary"}>Send a test event</SubmitButton>
        <span className="text-muted">
          Signed, to the real endpoint. It makes or reopens the case <code>casewire-test-{source}</code> and touches no
          business.
        </span>
      </Form>
      {tested ? <Answer source={source} tested={tested} /> : null}
    </div>
  );
}

function Answer({ source, tested }: { source: string; tested: Tested }) {
  const taken = tested.status !== null && tested.status >= 200 && tested.status < 300;
  const came = tested.status === null ? "No answer" : `Answer ${tested.status}`;
  return (
    <Notice tone={taken ? "green" : "red"} title={`${came} in ${tested.durationMs} ms`}>
      <code className="font-mono text-xs break-all">{tested.answer}</code>{" "}
      {taken ? (
        <Link className="underline" href={eventPath({ source, messageId: tested.messageId })}>
          Open the event
        </Link>
      ) : (
        <Link className="underline" href="/rejected">
          See what was refused
        </Link>
      )}
    </Notice>
  );
}
