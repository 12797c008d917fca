import Link from "next/link";
import { Time } from "#components/time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { UserText, visibleText } from "#components/ui/user-text";
import type { EventLine } from "#lib/events/list-events";
import { casePath, eventPath } from "#lib/page-paths";
import { VerdictChip } from "../_chips/verdict-chip.tsx";
import { Change } from "./change.tsx";
import { Lag } from "./lag.tsx";
import { LatestRuns } from "./latest-runs.tsx";

/** The list on a wide screen: one row per event, which is a link as a whole. */
export function EventTable({ events, list }: { events: EventLine[]; list: string }) {
  return (
    <div className="hidden md:block">
      <Table label="Events">
        <TableHead>
          <tr>
            <TableHeader>Received</TableHeader>
            <TableHeader>Made</TableHeader>
            <TableHeader className="text-right">Lag</TableHeader>
            <TableHeader>Type</TableHeader>
            <TableHeader>Case</TableHeader>
            <TableHeader>Change</TableHeader>
            <TableHeader>Verdict</TableHeader>
            <TableHeader>Runs</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {events.map((event) => (
            <Line key={event.id} event={event} list={list} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function Line({ event, list }: { event: EventLine; list: string }) {
  return (
    <TableRow className="relative">
      <TableCell className="text-muted">
        <Time at={event.receivedAt} />
      </TableCell>
      <TableCell className="text-xs text-muted">
        <Time at={event.occurredAt} absolute="local" />
      </TableCell>
      <TableCell className="text-right text-xs">
        <Lag {...event} />
      </TableCell>
      <TableCell>
        <Link
          href={eventPath(event, { list })}
          title={visibleText(event.messageId)}
          className="font-mono text-xs whitespace-nowrap after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <UserText>{event.type}</UserText>
        </Link>
      </TableCell>
      <TableCell className="max-w-48">
        {event.refId === null ? (
          <span className="text-faint">–</span>
        ) : (
          <Link
            href={casePath({ source: event.source, refId: event.refId })}
            title={visibleText(event.refId)}
            className="relative z-10 block truncate text-accent hover:underline"
          >
            <UserText>{event.refId}</UserText>
          </Link>
        )}
      </TableCell>
      <TableCell className="text-2xs">
        <Change from={event.previousStatus} to={event.status} />
      </TableCell>
      <TableCell>
        <VerdictChip verdict={event.verdict} />
      </TableCell>
      <TableCell>
        <LatestRuns runs={event.runs} />
      </TableCell>
    </TableRow>
  );
}
