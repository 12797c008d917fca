import { Gavel } from "lucide-react";
import { Badge } from "#components/ui/badge";
import { WORDS } from "../_words.ts";

/** Nothing of a case is removed while it has a legal hold. */
export function HoldChip() {
  return (
    <Badge tone="outline" title="Nothing of the case is removed while it is held.">
      <Gavel aria-hidden="true" />
      {WORDS.hold}
    </Badge>
  );
}
