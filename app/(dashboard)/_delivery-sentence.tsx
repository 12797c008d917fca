import Link from "next/link";
import { Time } from "#components/time";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { DeliverySummary } from "#lib/outgoing/delivery-summaries";
import { deliveryPath } from "#lib/page-paths";
import { failureOf, type ShownDelivery, sentenceParts } from "./_delivery-words.ts";

type Destination = DeliverySummary["destination"];

/** The destination's name, with a link to the delivery where one is given. Null: hidden from the reader's role. */
export function DestinationName(props: { destination: Destination | null; deliveryId?: number; first?: boolean }) {
  const { destination, deliveryId } = props;
  if (!destination) return props.first ? "A destination" : "a destination";
  const name = (
    <span className="font-medium">
      <UserText>{destination.name}</UserText>
    </span>
  );
  if (deliveryId === undefined) return name;
  return (
    // A long timeline has hundreds, of which few are opened.
    <Link
      prefetch={false}
      href={deliveryPath({ destinationId: destination.id, deliveryId })}
      className="rounded-sm underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {name}
    </Link>
  );
}

type Props = { delivery: ShownDelivery & { id: number; destination: Destination | null }; linked: boolean };

/** `Told Core banking: account enabled, answered 200 in 41 ms` */
export function DeliverySentence({ delivery, linked }: Props) {
  const [before, after] = sentenceParts(delivery);
  return (
    <>
      {before}
      <DestinationName
        destination={delivery.destination}
        first={before === ""}
        {...(linked ? { deliveryId: delivery.id } : {})}
      />
      {after}
    </>
  );
}

type Explained = ShownDelivery & Pick<DeliverySummary, "skipped" | "nextAttemptAt" | "requestedBy" | "requestReason">;

/** Why it is not delivered, when it is tried again, and who asked for it. Empty where there is nothing to say, or the role may not see it. */
export function DeliveryReason({ delivery }: { delivery: Explained }) {
  const { state, attempt, last, skipped, nextAttemptAt, requestedBy, requestReason } = delivery;
  const failure = state === "queued" || state === "dead" ? failureOf(last) : null;
  return (
    <>
      {state === "skipped" && skipped ? isolateTexts(`${skipped} `) : null}
      {failure && last ? (
        <>
          Last attempt <Time at={last.at} />: {isolateTexts(failure)}.{" "}
        </>
      ) : null}
      {nextAttemptAt && attempt > 1 ? (
        <>
          Next attempt <Time at={nextAttemptAt} upcoming />.{" "}
        </>
      ) : null}
      {requestedBy ? isolateTexts(`Asked for by ${requestedBy}${requestReason ? `: ${requestReason}` : "."}`) : null}
    </>
  );
}
