import { RotateCw } from "lucide-react";
import Link from "next/link";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { isolateTexts, visibleText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { FoundCase } from "#lib/cases/viewer-fields";
import type { CaseFailure } from "#lib/failures/list-case-failures";
import { failurePath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { DestinationName } from "../../_delivery-sentence.tsx";
import { attemptsInWords, failureOf, OUTGOING_WORDS } from "../../_delivery-words.ts";
import { resend } from "../actions.ts";

type Undelivered = FoundCase["deadDeliveries"][number];

/** Says of each destination what it was not told, and why. An engineer can send it again. */
export function UndeliveredPanel(props: { found: FoundCase; actor: UserActor; failures: CaseFailure[] | null }) {
  const { found, actor, failures } = props;
  const { deadDeliveries } = found;
  if (deadDeliveries.length === 0) return null;
  const mayResend = may(actor.role, "delivery:resend");
  const problems = (
    <Card title="Delivery problem" aria-label="Delivery problem">
      <CardBody className="grid gap-4">
        {deadDeliveries.map((undelivered) => (
          <div key={undelivered.deliveries[0]?.id} className="grid gap-3">
            <Problem undelivered={undelivered} linked={may(actor.role, "delivery:read")} />
            {mayResend ? <Resend undelivered={undelivered} /> : null}
            {elsewhere(undelivered, failures).map((failure) => (
              <Link key={failure.failure} href={failurePath(failure)} className="w-fit text-accent hover:underline">
                Where else?
              </Link>
            ))}
          </div>
        ))}
      </CardBody>
    </Card>
  );
  return mayResend ? <Form action={resend}>{problems}</Form> : problems;
}

/** What a destination was not told gave up with one error, mostly. Null: the role may not see it. */
function elsewhere({ destination }: Undelivered, failures: CaseFailure[] | null): CaseFailure[] {
  const of = (failures ?? []).filter(({ handler }) => handler === `destination/${destination?.id}`);
  return of.slice(0, 1);
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
