import { ChevronDown, ChevronUp, FolderOpen, RotateCw } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { LinkButton } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import type { UserActor } from "#lib/actor";
import type { FoundDelivery } from "#lib/deliveries/find-delivery";
import type { DeliveryNeighbours } from "#lib/deliveries/find-delivery-neighbours";
import { utf8 } from "#lib/ingest/stored-text";
import { casePath, deliveryPath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { curlOf } from "../../../../_http/curl.ts";
import { SHOWN_BYTES } from "../../../../_http/readable.ts";
import { resendDeliveryAction, waiveDeliveryAction } from "../../../actions.ts";
import { isSignature } from "./request-view.tsx";

type Props = { actor: UserActor; delivery: FoundDelivery; neighbours: DeliveryNeighbours; list: string };

export function DeliveryActs({ actor, delivery, neighbours, list }: Props) {
  const { id, source, refId, state } = delivery;
  const request = delivery.runs.findLast((run) => run.request !== null)?.request;
  const text =
    delivery.removedAt === null && delivery.body.length <= SHOWN_BYTES
      ? utf8(delivery.body, { keepMark: true })
      : undefined;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      {may(actor.role, "delivery:resend") ? <Resend delivery={delivery} /> : null}
      {state === "dead" && may(actor.role, "delivery:waive") ? <Waive deliveryId={id} /> : null}
      {request && delivery.removedAt === null ? (
        <CopyButton
          variant="secondary"
          keys="c"
          label="Copy as cURL, without the signature"
          text={curlOf({ url: request.url, headers: request.headers.filter(([name]) => !isSignature(name)), text })}
        >
          cURL
        </CopyButton>
      ) : null}
      {text === undefined ? null : (
        <CopyButton variant="secondary" keys="y" label="Copy JSON" text={text}>
          JSON
        </CopyButton>
      )}
      {refId === "" ? null : (
        <LinkButton data-keys="o" href={casePath({ source, refId })}>
          <FolderOpen aria-hidden="true" />
          Open case
        </LinkButton>
      )}
      <Neighbours {...{ delivery, neighbours, list }} />
    </div>
  );
}

/** Why it cannot be sent again now, as the verb refuses it. */
function whyNot({ destination, removedAt, state }: FoundDelivery): string | undefined {
  if (destination.deletedAt !== null) return "The destination was deleted";
  if (destination.state === "disabled") return "The destination is disabled: enable it first";
  if (removedAt !== null) return "What it told was removed under retention";
  if (state === "queued" || state === "running") return "It is being sent already";
}

function Resend({ delivery }: { delivery: FoundDelivery }) {
  const problem = whyNot(delivery);
  return (
    <Form action={resendDeliveryAction} label="Resend the delivery" className="contents">
      <input type="hidden" name="deliveryId" value={delivery.id} />
      <SubmitButton data-keys="r" disabled={problem !== undefined} title={problem ?? "The same id and bytes (r)"}>
        <RotateCw aria-hidden="true" />
        Resend
      </SubmitButton>
    </Form>
  );
}

function Waive({ deliveryId }: { deliveryId: number }) {
  return (
    <Dialog
      trigger="Waive"
      title="Waive this delivery?"
      description="It is not sent any more, also by no recovery, and is a delivery problem of its case no longer."
    >
      <Form action={waiveDeliveryAction} label="Waive the delivery">
        <input type="hidden" name="deliveryId" value={deliveryId} />
        <Field name="reason" label="Why" required hint="It stands here and in the audit log.">
          <Textarea rows={2} maxLength={500} />
        </Field>
        <SubmitButton>Waive delivery</SubmitButton>
      </Form>
    </Dialog>
  );
}

/** Those next to it in the list that it was opened from. */
function Neighbours({ delivery, neighbours, list }: Omit<Props, "actor">) {
  const { newer, older } = neighbours;
  const pathOf = (deliveryId: number) => deliveryPath({ destinationId: delivery.destination.id, deliveryId }, { list });
  return (
    <nav aria-label="Neighbouring deliveries" className="ml-auto flex gap-1">
      {newer === undefined ? null : (
        <LinkButton data-keys="k" data-keys-label="Next newer delivery" href={pathOf(newer)} title="Newer (k)">
          <ChevronUp aria-hidden="true" />
          Newer
        </LinkButton>
      )}
      {older === undefined ? null : (
        <LinkButton data-keys="j" data-keys-label="Next older delivery" href={pathOf(older)} title="Older (j)">
          <ChevronDown aria-hidden="true" />
          Older
        </LinkButton>
      )}
    </nav>
  );
}
