import { ChevronRight } from "lucide-react";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { isolateTexts } from "#components/ui/user-text";
import { describeCause } from "#lib/events/describe-cause";
import type { Rejection } from "#lib/events/list-rejections";
import { RejectionDetail } from "./rejection-detail.tsx";

/** One line per rejection, which opens to its headers and body. */
export function RejectionsList({ rejections, now }: { rejections: Rejection[]; now: Date }) {
  return (
    <ul aria-label="Refused requests" className="divide-y divide-line">
      {rejections.map((rejection) => (
        <li key={rejection.id}>
          <details className="group">
            <summary className="grid list-none grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-x-2 px-3 py-2 hover:bg-hover md:grid-cols-[1rem_7rem_3.5rem_minmax(0,1fr)_10rem_8rem]">
              <ChevronRight aria-hidden="true" className="size-3.5 text-faint group-open:rotate-90" />
              <span className="text-xs text-muted max-md:order-last max-md:col-start-3 max-md:row-start-1">
                <Time at={rejection.receivedAt} />
              </span>
              <Badge tone="outline" className="max-md:hidden">
                {rejection.responseStatus}
              </Badge>
              <span className="min-w-0 first-letter:uppercase">{isolateTexts(describeCause(rejection))}</span>
              <span className="truncate font-mono text-xs text-muted max-md:hidden">
                {isolateTexts(rejection.remoteAddress)}
              </span>
              <span className="truncate text-xs text-faint max-md:hidden">{rejection.source}</span>
            </summary>
            <RejectionDetail rejection={rejection} now={now} />
          </details>
        </li>
      ))}
    </ul>
  );
}
