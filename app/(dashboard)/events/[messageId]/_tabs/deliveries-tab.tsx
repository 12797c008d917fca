import { Time } from "#components/time";
import { UserText } from "#components/ui/user-text";
import type { FoundEvent } from "#lib/events/find-event";
import { changedAt } from "#lib/outgoing/delivery-summaries";
import { DeliveryStateChip } from "../../../_chips/delivery-state-chip.tsx";
import { DeliveryReason, DeliverySentence } from "../../../_delivery-sentence.tsx";

/** What destinations are told because of the event, with a link to the requests and answers of each delivery. */
export function DeliveriesTab({ event }: { event: FoundEvent }) {
  if (event.deliveries.length === 0) {
    return (
      <p className="text-muted">
        No destination was told of anything that came of <UserText>{event.messageId}</UserText>.
      </p>
    );
  }
  return (
    <ul aria-label="Deliveries" className="grid gap-2">
      {event.deliveries.map((delivery) => (
        <li key={delivery.id} className="grid min-w-0 gap-1 rounded-md border border-line px-3 py-2">
          <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <span className="min-w-0 flex-1">
              <DeliverySentence delivery={delivery} linked />
            </span>
            <DeliveryStateChip {...delivery} />
            <span className="text-xs text-faint">
              attempt {delivery.attempt}, <Time at={changedAt(delivery)} />
            </span>
          </p>
          <p className="text-xs text-muted empty:hidden">
            <DeliveryReason delivery={delivery} />
          </p>
        </li>
      ))}
    </ul>
  );
}
