import { ChevronDown } from "lucide-react";
import type { FoundEvent } from "#lib/events/find-event";
import { CaseNow } from "./case-now.tsx";
import { keyOf, momentsOf } from "./moments.ts";
import { TimelineMoment } from "./timeline-moment.tsx";

/** How many moments of a long timeline are shown at its beginning and its end. */
const OPEN = { first: 8, last: 8 };

/** What happened to the event, from its making by the sender to its case's current state. */
export function Timeline({ event }: { event: FoundEvent }) {
  const moments = momentsOf(event);
  const long = moments.length > OPEN.first + OPEN.last + 2;
  const first = long ? moments.slice(0, OPEN.first) : moments;
  const between = long ? moments.slice(OPEN.first, -OPEN.last) : [];
  const last = long ? moments.slice(-OPEN.last) : [];
  const show = (part: typeof moments) =>
    part.map((moment) => <TimelineMoment key={keyOf(moment)} moment={moment} event={event} />);
  return (
    <div className="p-3">
      <ol aria-label="What happened">{show(first)}</ol>
      {between.length > 0 ? (
        <details className="group">
          <summary className="mb-3 flex min-h-6 w-fit list-none items-center gap-1.5 rounded-md text-xs text-accent">
            <ChevronDown aria-hidden="true" className="mx-1 size-3.5 group-open:rotate-180" />
            <span className="group-open:hidden">Show {between.length} more between</span>
            <span className="hidden group-open:inline">Hide these {between.length}</span>
          </summary>
          <ol>{show(between)}</ol>
        </details>
      ) : null}
      {last.length > 0 ? <ol>{show(last)}</ol> : null}
      <CaseNow event={event} />
    </div>
  );
}
