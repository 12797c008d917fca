import { ArrowRight } from "lucide-react";

/** The status change in the event: `IN_PROGRESS → IN_REVIEW`. */
export function Change({ from, to }: { from: string | null; to: string | null }) {
  if (to === null) return <span className="text-faint">–</span>;
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <span className="text-faint">{from ?? "?"}</span>
      <ArrowRight aria-label="to" className="size-3 text-faint" />
      <span className="font-medium">{to}</span>
    </span>
  );
}
