"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { LinkButton } from "#components/ui/button";
import { destinationPath } from "#lib/page-paths";
import { changeDestinationAction } from "../../actions.ts";

export function ChangeDestination({ destinationId, children }: { destinationId: string; children: ReactNode }) {
  const router = useRouter();
  const path = destinationPath(destinationId, { tab: "configuration" });
  return (
    <Form
      action={changeDestinationAction}
      label="Edit the destination"
      className="grid gap-6"
      onDone={() => router.push(path)}
    >
      <input type="hidden" name="destinationId" value={destinationId} />
      {children}
      <div className="flex gap-2">
        <SubmitButton>Save</SubmitButton>
        <LinkButton href={path}>Cancel</LinkButton>
      </div>
    </Form>
  );
}
