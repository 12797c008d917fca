import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { CopyButton } from "#components/ui/copy-button";
import { UserText, visibleText } from "#components/ui/user-text";
import type { FoundDelivery } from "#lib/deliveries/find-delivery";
import { casePath, destinationPath, eventPath } from "#lib/page-paths";
import { DeliveryStateChip } from "../../../../_chips/delivery-state-chip.tsx";

/** What is told to whom, how it stands, and the id that its receiver knows it by. */
export function DeliveryHeader({ delivery, list }: { delivery: FoundDelivery; list: string }) {
  const { destination, type, state, format, runs } = delivery;
  const attempt = runs.find((run) => run.latest)?.attempt ?? 1;
  const back = destinationPath(destination.id, Object.fromEntries(new URLSearchParams(list)));
  const sentId = format === "casewire" ? delivery.messageId : (delivery.eventMessageId ?? delivery.messageId);
  return (
    <PageHeader
      back={
        destination.deletedAt === null ? (
          <Link href={back}>
            <UserText>{destination.name}</UserText>
          </Link>
        ) : (
          <>
            <UserText>{destination.name}</UserText>, deleted <Time at={destination.deletedAt} />
          </>
        )
      }
      title={
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-mono text-lg">{type}</span>
          <DeliveryStateChip state={state} attempt={attempt} />
        </span>
      }
      description={
        <span className="grid gap-1">
          <span>
            <HowItStands delivery={delivery} />
          </span>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Origin delivery={delivery} />
            <span>
              Written <Time at={delivery.createdAt} />
            </span>
            {delivery.personalData ? <span>With personal data</span> : null}
          </span>
          <span className="flex items-center gap-1">
            <span className="text-xs text-faint">{format === "casewire" ? "webhook-id" : "svix-id"}</span>
            <code className="min-w-0 font-mono text-xs break-all">
              <UserText>{sentId}</UserText>
            </code>
            <CopyButton text={sentId} label="Copy the id" className="size-6" />
          </span>
        </span>
      }
    />
  );
}

/** The case it is about, and the event of the sender that it came from. */
function Origin({ delivery: { source, refId, sequence, eventMessageId } }: { delivery: FoundDelivery }) {
  if (refId === "") return null;
  return (
    <>
      <Link
        href={casePath({ source, refId })}
        title={visibleText(refId)}
        className="line-clamp-2 min-w-0 text-accent hover:underline"
      >
        <UserText>{refId}</UserText>
      </Link>
      <span>Event {sequence} of the case</span>
      {eventMessageId === null ? null : (
        <Link href={eventPath({ source, messageId: eventMessageId })} className="text-accent hover:underline">
          The message it came from
        </Link>
      )}
    </>
  );
}

function HowItStands({ delivery: { state, runs, nextAttemptAt } }: { delivery: FoundDelivery }): ReactNode {
  const latest = runs.find((run) => run.latest);
  switch (state) {
    case "queued": {
      const attempt = latest?.attempt ?? 1;
      const which = attempt === 1 ? "Its first attempt" : `Attempt ${attempt}`;
      return (
        <>
          {which} is due {nextAttemptAt === null ? "now" : <Time at={nextAttemptAt} upcoming />}.
        </>
      );
    }
    case "running":
      return "A request is under way.";
    case "succeeded":
      return "The destination has taken it.";
    case "dead":
      return (
        <>
          It gave up after {latest?.attempt === 1 ? "1 attempt" : `${latest?.attempt} attempts`}:{" "}
          <UserText>{latest?.error ?? ""}</UserText>
        </>
      );
    case "skipped":
      return <UserText>{latest?.skipped ?? "It was not sent."}</UserText>;
  }
}
