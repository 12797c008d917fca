import Link from "next/link";
import { Time } from "#components/time";
import { UserText } from "#components/ui/user-text";
import type { EventLine } from "#lib/events/list-events";
import { eventPath } from "#lib/page-paths";
import { VerdictChip } from "../_chips/verdict-chip.tsx";
import { Change } from "./change.tsx";
import { Lag } from "./lag.tsx";
import { LatestRuns } from "./latest-runs.tsx";

/** The list on a narrow screen: three lines per event. */
export function EventCards({ events, list }: { events: EventLine[]; list: string }) {
  return (
    <ul className="divide-y divide-line md:hidden">
      {events.map((event) => (
        <li key={event.id} className="relative grid gap-1 px-3 py-2.5">
          <div className="flex items-center gap-2">
            <Link
              href={eventPath(event, { list })}
              className="min-w-0 truncate font-mono text-xs font-medium after:absolute after:inset-0"
            >
              <UserText>{event.type}</UserText>
            </Link>
            <span className="ml-auto text-xs text-faint">
              <Time at={event.receivedAt} />
            </span>
          </div>
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="min-w-0 truncate">{event.refId ?? "no refId"}</span>
            <VerdictChip verdict={event.verdict} />
            <LatestRuns runs={event.runs} />
          </div>
          <div className="flex flex-wrap gap-x-3 text-2xs text-muted">
            <Change from={event.previousStatus} to={event.status} />
            <span>
              Lag <Lag {...event} />
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
