import { Badge } from "#components/ui/badge";
import type { DeliverySummary } from "#lib/outgoing/delivery-summaries";
import { deliveryStateWord } from "../_delivery-words.ts";
import { RUN_STATES } from "./run-state-chip.tsx";

/** The state of a delivery, which looks like that of its latest run. */
export function DeliveryStateChip({ state, attempt }: Pick<DeliverySummary, "state" | "attempt">) {
  const retrying = state === "queued" && attempt > 1;
  const { icon: Icon, tone } = RUN_STATES[retrying ? "failed" : state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" />
      {deliveryStateWord({ state, attempt })}
    </Badge>
  );
}
