import { RotateCw } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { isolateTexts, visibleText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { may } from "#lib/permissions";
import { DestinationName } from "../../_delivery-sentence.tsx";
import { attemptsInWords, failureOf, OUTGOING_WORDS } from "../../_delivery-words.ts";
import { resend } from "../actions.ts";

type Undelivered = FoundCase["deadDeliveries"][number];

/** Says of each destination what it was not told, and why. An engineer can send it again. */
export function UndeliveredPanel({ found, actor }: { found: FoundCase; actor: UserActor }) {
  const { deadDeliveries } = found;
  const mayResend = may(actor.role, "delivery:resend");
  const problems = deadDeliveries.length > 0 && (
    <Card title="Delivery problem" aria-label="Delivery problem">
      <CardBody className="grid gap-4">
        {deadDeliveries.map((undelivered) => (
          <div key={undelivered.deliveries[0]?.id} className="grid gap-3">
            <Problem undelivered={undelivered} linked={may(actor.role, "delivery:read")} />
            {mayResend ? <Resend undelivered={undelivered} /> : null}
          </div>
        ))}
      </CardBody>
    </Card>
  );
  if (!mayResend) return problems;
  // The form stays when its last problem goes, which may be before its answer comes: the answer is its toast.
  return (
    <Form action={resend} className={problems ? "grid gap-3" : "hidden"}>
      {problems}
    </Form>
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
    <SubmitButton
      variant="secondary"
      name="deliveryIds"
      value={deliveries.map(({ id }) => id).join(",")}
      aria-label={visibleText(`Resend to ${destination?.name ?? "the destination"}`)}
    >
      <RotateCw aria-hidden="true" />
      Resend
    </SubmitButton>
  );
}
