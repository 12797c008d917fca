import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import type { Kept } from "#lib/retention/read-retention";
import { configureRetentionAction } from "./actions.ts";

const FIELDS = [
  { name: "rejections", label: "Refused requests", kind: "rejections" },
  { name: "receipts", label: "Receipts, and requests to destinations", kind: "receipts" },
  { name: "cases", label: "What ended cases hold, and messages of no case", kind: "cases" },
  { name: "reads", label: "Who read personal data", kind: "reads" },
] as const;

/** Asks for the days of each kind that the environment leaves open. */
export function DaysForm({ kept }: { kept: Kept[] }) {
  const lineOf = (kind: Kept["kind"]) => kept.find((line) => line.kind === kind);
  const open = FIELDS.filter(({ kind }) => lineOf(kind)?.origin !== "environment");
  if (open.length === 0) return null;
  return (
    <Dialog
      trigger="Change"
      triggerLabel="Change how long things are kept"
      title="How long things are kept"
      description="In days. An empty field keeps for ever."
    >
      <Form action={configureRetentionAction}>
        <Notice tone="amber" title="What is removed does not come back">
          The next sweep, after midnight UTC, removes what is older. A case under legal hold is left alone.
        </Notice>
        {open.map(({ name, label, kind }) => (
          <Field key={name} name={name} label={label}>
            <Input inputMode="numeric" autoComplete="off" maxLength={5} defaultValue={lineOf(kind)?.days ?? ""} />
          </Field>
        ))}
        <SubmitButton variant="danger">Set the days</SubmitButton>
      </Form>
    </Dialog>
  );
}
