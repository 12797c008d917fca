import { RotateCw } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { isolateTexts } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { may } from "#lib/permissions";
import { DestinationName } from "../../_delivery-sentence.tsx";
import { attemptsInWords, failureOf, OUTGOING_WORDS } from "../../_delivery-words.ts";
import { resend } from "../actions.ts";

type Undelivered = FoundCase["deadDeliveries"][number];

/** Says of each destination what it was not told, and why. An engineer can send it again. */
export function UndeliveredPanel({ found, actor }: { found: FoundCase; actor: UserActor }) {
  if (found.deadDeliveries.length === 0) return null;
  return (
    <Card title="Delivery problem" aria-label="Delivery problem">
      <CardBody className="grid gap-4">
        {found.deadDeliveries.map((undelivered) => (
          <div key={undelivered.deliveries[0]?.id} className="grid gap-3">
            <Problem undelivered={undelivered} linked={may(actor.role, "delivery:read")} />
            {may(actor.role, "delivery:resend") ? <Resend undelivered={undelivered} /> : null}
          </div>
        ))}
      </CardBody>
    </Card>
  );
}

/** `Core banking was not told: account enabled. It gave up after 5 attempts: answered 500.` */
function Problem({ undelivered, linked }: { undelivered: Undelivered; linked: boolean }) {
  const { destination, attempt, last, deliveries } = undelivered;
  const newest = deliveries.at(-1)?.id;
  const what = [...new Set(deliveries.map(({ type }) => OUTGOING_WORDS[type]))].join(", ");
  const failure = failureOf(last);
  return (
    <p>
      <DestinationName destination={destination} first {...(linked && newest ? { deliveryId: newest } : {})} /> was not
      told: {what}. It gave up after {attemptsInWords(attempt)}
      {isolateTexts(failure ? `: ${failure}` : "")}.
    </p>
  );
}

function Resend({ undelivered: { destination, deliveries } }: { undelivered: Undelivered }) {
  return (
    <Form action={resend}>
      {deliveries.map(({ id }) => (
        <input key={id} type="hidden" name="deliveryId" value={id} />
      ))}
      <SubmitButton variant="secondary" aria-label={`Resend to ${destination?.name ?? "the destination"}`}>
        <RotateCw aria-hidden="true" />
        Resend
      </SubmitButton>
    </Form>
  );
}
