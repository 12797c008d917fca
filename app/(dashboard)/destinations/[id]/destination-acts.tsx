import { Ban, Pencil, Play, Trash2 } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { LinkButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Textarea } from "#components/ui/textarea";
import { UserText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { FoundDestination } from "#lib/destinations/read-destinations";
import { destinationPath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { deleteDestinationAction, disableDestinationAction, enableDestinationAction } from "../actions.ts";
import type { LatestTest } from "../latest-test.ts";
import { SendTest } from "../send-test.tsx";

type Props = { actor: UserActor; destination: FoundDestination; latestTest: LatestTest };

/** What an admin does to a destination. Engineers read. */
export function DestinationActs({ actor, destination, latestTest }: Props) {
  if (!may(actor.role, "destination:change")) return null;
  const { id, state } = destination;
  return (
    <div className="mb-3 flex flex-wrap items-start gap-2">
      <SendTest destinationId={id} latestTest={latestTest} />
      <LinkButton href={`${destinationPath(id)}/edit`} data-keys="e">
        <Pencil aria-hidden="true" />
        Edit
      </LinkButton>
      {state === "enabled" ? <Disable destinationId={id} /> : <Enable destinationId={id} />}
      <Delete destination={destination} />
    </div>
  );
}

function Enable({ destinationId }: { destinationId: string }) {
  return (
    <Form action={enableDestinationAction} label="Enable">
      <input type="hidden" name="destinationId" value={destinationId} />
      <SubmitButton variant="secondary">
        <Play aria-hidden="true" />
        Enable
      </SubmitButton>
    </Form>
  );
}

function Disable({ destinationId }: { destinationId: string }) {
  return (
    <Dialog
      trigger={
        <>
          <Ban aria-hidden="true" />
          Disable
        </>
      }
      size="md"
      title="Disable this destination?"
      description="Requests stop at once, also those that wait. What happens meanwhile is kept and can be sent once it is enabled."
    >
      <Form action={disableDestinationAction} label="Disable the destination">
        <input type="hidden" name="destinationId" value={destinationId} />
        <Field name="reason" label="Why" hint="It stands on this page and in the audit log.">
          <Textarea rows={2} maxLength={500} />
        </Field>
        <SubmitButton>Disable destination</SubmitButton>
      </Form>
    </Dialog>
  );
}

function Delete({ destination: { id, name } }: { destination: FoundDestination }) {
  return (
    <Dialog
      variant="danger"
      trigger={
        <>
          <Trash2 aria-hidden="true" />
          Delete
        </>
      }
      title="Delete this destination?"
      description="Nothing more is sent to it, also what waits. Its secrets and header values are wiped. Its deliveries stay readable. It cannot be undone."
    >
      <Form action={deleteDestinationAction} label="Delete the destination">
        <input type="hidden" name="destinationId" value={id} />
        <Field
          name="confirm"
          label={
            <>
              Type its name: <UserText>{name}</UserText>
            </>
          }
          required
        >
          <Input autoComplete="off" />
        </Field>
        <SubmitButton variant="danger">Delete destination</SubmitButton>
      </Form>
    </Dialog>
  );
}
