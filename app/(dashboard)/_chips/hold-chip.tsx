import { Gavel } from "lucide-react";
import { Badge } from "#components/ui/badge";

/** Nothing of the case is removed while it stands. */
export function HoldChip() {
  return (
    <Badge tone="outline" title="Nothing of the case is removed while it is held.">
      <Gavel aria-hidden="true" />
      Legal hold
    </Badge>
  );
}
