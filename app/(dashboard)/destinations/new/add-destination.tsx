"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { LinkButton } from "#components/ui/button";
import { Card, CardBody } from "#components/ui/card";
import { Code } from "#components/ui/code";
import { CopyButton } from "#components/ui/copy-button";
import { Notice } from "#components/ui/notice";
import { destinationPath } from "#lib/page-paths";
import { addDestinationAction } from "../actions.ts";
import type { LatestTest } from "../latest-test.ts";
import { SendTest } from "../send-test.tsx";

type Added = { destinationId: string; secret: string };

/** The form, and once it is sent the new secret in its place: a page that is loaded again has it no more. */
export function AddDestination({ latestTest, children }: { latestTest: LatestTest; children: ReactNode }) {
  const [added, setAdded] = useState<Added>();
  const router = useRouter();
  if (added) return <SecretOnce added={added} latestTest={latestTest} />;
  return (
    <Card className="max-w-3xl">
      <CardBody>
        <Form
          action={addDestinationAction}
          label="Add a destination"
          draftKey="add-destination"
          className="grid gap-6"
          onDone={({ value }) => {
            if (!value) return;
            setAdded(value);
            router.replace(`/destinations/new?added=${value.destinationId}`);
          }}
        >
          {children}
          <SubmitButton>Add destination</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  );
}

function SecretOnce({ added: { destinationId, secret }, latestTest }: { added: Added; latestTest: LatestTest }) {
  return (
    <Card title="Its signing secret" className="max-w-3xl">
      <CardBody className="grid justify-items-start gap-4">
        <Notice tone="green" title="Copy the secret now: it is not shown again." className="w-full">
          <span className="flex items-center gap-2">
            <code className="min-w-0 break-all text-ink">{secret}</code>
            <CopyButton text={secret} label="Copy the secret" />
          </span>
        </Notice>
        <ol className="grid max-w-prose list-decimal gap-1 pl-5 text-muted">
          <li>Give it to the service, which verifies each request with it before it reads the body.</li>
          <li>
            <Code>docs/receivers.md</Code> has receivers in Express and Python that verify with public libraries;{" "}
            <Code>npm run receive</Code> on this machine knows the secret already.
          </li>
          <li>Answer 2xx within 15 seconds, and take each id once: an event may come twice.</li>
        </ol>
        <SendTest destinationId={destinationId} latestTest={latestTest} />
        <LinkButton href={destinationPath(destinationId)}>Open the destination</LinkButton>
      </CardBody>
    </Card>
  );
}
