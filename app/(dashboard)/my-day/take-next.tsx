"use client";

import { useRouter } from "next/navigation";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { casePath } from "#lib/page-paths";
import { take } from "../cases/actions.ts";

/** Assigns the most urgent case that is nobody's to the reader, and opens it. */
export function TakeNext() {
  const router = useRouter();
  return (
    <Form
      action={take}
      className="flex flex-wrap items-center gap-2"
      onDone={({ value }) => value && router.push(casePath(value))}
    >
      <SubmitButton data-keys="t" title="The most urgent case that is nobody's becomes yours (t)">
        Take next
      </SubmitButton>
    </Form>
  );
}
