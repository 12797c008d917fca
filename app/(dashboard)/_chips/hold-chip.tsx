import { Gavel } from "lucide-react";
import { Badge } from "#components/ui/badge";

/** Nothing of a case is removed while it has a legal hold. */
export function HoldChip() {
  return (
    <Badge tone="outline" title="Nothing of the case is removed while it is held.">
      <Gavel aria-hidden="true" />
      Legal hold
    </Badge>
  );
}
