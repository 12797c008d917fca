import { ArrowRight } from "lucide-react";

/** `IN_PROGRESS → IN_REVIEW`, as the event said it. */
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
