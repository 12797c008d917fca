"use client";

import { Send } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { Button } from "#components/ui/button";
import { Modal } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import { Textarea } from "#components/ui/textarea";
import { UserText } from "#components/ui/user-text";
import type { RecoveryPreview } from "#lib/deliveries/preview-recovery";
import { casePath } from "#lib/page-paths";
import { DryRun } from "../../events/_replay/dry-run.tsx";
import { previewRecoveryAction, recoverDestinationAction } from "../actions.ts";

type Props = { destinationId: string; only: "failed" | "missed"; since: string; label: string };

/** Starts a recovery since a time, after showing how many deliveries it would send and of which cases. */
export function RecoverDialog({ destinationId, only, since, label }: Props) {
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState(since);
  const router = useRouter();
  const about = { destinationId, only, since: from };
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Send aria-hidden="true" />
        {label}
      </Button>
      <Modal open={open} onClose={() => setOpen(false)} title={label}>
        <Form
          action={recoverDestinationAction}
          label={label}
          onDone={({ value }) => value && router.push(`/replays/${value.replayId}`)}
        >
          <input type="hidden" name="destinationId" value={destinationId} />
          <input type="hidden" name="only" value={only} />
          <Field name="since" label="Since (UTC)" required>
            <Input type="datetime-local" defaultValue={since} onChange={({ target }) => setFrom(target.value)} />
          </Field>
          <DryRun ask={previewRecoveryAction} about={about}>
            {(preview) => <Preview preview={preview} />}
          </DryRun>
          <Field name="reason" label="Why" hint="It stands in the audit log and on each run.">
            <Textarea rows={2} maxLength={500} />
          </Field>
          <SubmitButton>Send</SubmitButton>
        </Form>
      </Modal>
    </>
  );
}

function Preview({ preview }: { preview: RecoveryPreview }) {
  const { count, capped, cases, firstCases, types, oldest, newest } = preview;
  const many = count.toLocaleString("en");
  if (capped) return <Notice tone="amber">More than {many} deliveries: choose a later time.</Notice>;
  if (count === 0 || oldest === null || newest === null) return <p>Nothing to send: it has received everything.</p>;
  return (
    <div className="grid gap-2">
      <p>
        <strong>
          {many} {count === 1 ? "delivery" : "deliveries"} of {cases.toLocaleString("en")}{" "}
          {cases === 1 ? "case" : "cases"}
        </strong>
        , from <Time at={oldest} absolute /> to <Time at={newest} absolute />.
      </p>
      <ul className="font-mono text-xs">
        {types.map(({ type, count: of }) => (
          <li key={type}>
            {of.toLocaleString("en")} × {type}
          </li>
        ))}
      </ul>
      {firstCases.length === 0 ? null : (
        <p className="flex flex-wrap gap-x-2">
          {firstCases.map((one) => (
            <Link
              key={`${one.source} ${one.refId}`}
              href={casePath(one)}
              target="_blank"
              className="text-accent hover:underline"
            >
              <UserText>{one.refId}</UserText>
            </Link>
          ))}
          {cases > firstCases.length ? <span>and {(cases - firstCases.length).toLocaleString("en")} more</span> : null}
        </p>
      )}
    </div>
  );
}
