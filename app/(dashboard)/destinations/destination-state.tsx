import { Ban, Check, TriangleAlert } from "lucide-react";
import { Elapsed } from "#components/time";
import { Badge } from "#components/ui/badge";
import type { ListedDestination } from "#lib/destinations/read-destinations";

/** By whom the worker disables a destination. */
const WORKER = "delivery-worker";

type Stated = Pick<ListedDestination, "state" | "stateBy" | "failingSince">;

/** Whether requests go to a destination, and whether they succeed. Filled where a person must act. */
export function DestinationState({ destination }: { destination: Stated }) {
  const { state, stateBy, failingSince } = destination;
  if (state === "disabled") {
    return (
      <Badge tone={stateBy === WORKER ? "alarm" : "outline"}>
        <Ban aria-hidden="true" />
        Disabled
      </Badge>
    );
  }
  if (failingSince !== null) {
    return (
      <Badge tone="attention">
        <TriangleAlert aria-hidden="true" />
        <span>
          Failing for <Elapsed at={failingSince} />
        </span>
      </Badge>
    );
  }
  return (
    <Badge tone="green">
      <Check aria-hidden="true" />
      Enabled
    </Badge>
  );
}

/** Who disabled it and why: `Ada: moved to another host`. Undefined unless it is disabled. */
export function whyDisabled({
  state,
  stateBy,
  stateReason,
}: Pick<ListedDestination, "state" | "stateBy" | "stateReason">): string | undefined {
  if (state !== "disabled") return undefined;
  if (stateBy === WORKER) return stateReason ?? "After days of failures";
  return stateReason === null ? `By ${stateBy}` : `By ${stateBy}: ${stateReason}`;
}
