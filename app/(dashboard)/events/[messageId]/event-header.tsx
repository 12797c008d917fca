import Link from "next/link";
import { PageHeader } from "#components/page-header";
import { CopyButton } from "#components/ui/copy-button";
import { UserText, visibleText } from "#components/ui/user-text";
import type { FoundEvent } from "#lib/events/find-event";
import { casePath } from "#lib/page-paths";
import { VerdictChip } from "../../_chips/verdict-chip.tsx";
import { Change } from "../change.tsx";
import { clockInWords, Lag } from "../lag.tsx";
import { SearchBox } from "../search-box.tsx";

/** Type, verdict, status change, case, lag and message id of the event. */
export function EventHeader({ event, list }: { event: FoundEvent; list: string }) {
  return (
    <PageHeader
      actions={
        <form action="/events" className="max-md:hidden">
          <SearchBox className="w-60" />
        </form>
      }
      back={<Link href={list ? `/events?${list}` : "/events"}>Events</Link>}
      title={
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-mono text-lg">
            <UserText>{event.type}</UserText>
          </span>
          <VerdictChip verdict={event.verdict} />
        </span>
      }
      description={
        <span className="grid gap-1">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {event.status === null ? null : <Change from={event.previousStatus} to={event.status} />}
            {event.reason === null ? null : (
              <span>
                <UserText>{event.reason}</UserText>
              </span>
            )}
            <WhoseCase event={event} />
            <span title={`By the event clock: ${clockInWords(event.clock)}`}>
              Lag <Lag {...event} />
            </span>
            {event.source === "vove" ? null : <span>Source {event.source}</span>}
          </span>
          <span className="flex items-center gap-1">
            <code className="min-w-0 font-mono text-xs break-all">
              <UserText>{event.messageId}</UserText>
            </code>
            <CopyButton text={event.messageId} label="Copy message id" className="size-6" />
          </span>
        </span>
      }
    />
  );
}

/** The refId, as a link where it has a case: an unrecognised event may have none. */
function WhoseCase({ event }: { event: FoundEvent }) {
  if (event.refId === null) return null;
  const look = "line-clamp-2 min-w-0";
  if (event.case === undefined) return <span className={look}>{event.refId}</span>;
  return (
    <Link
      href={casePath({ source: event.source, refId: event.refId })}
      title={visibleText(event.refId)}
      className={`${look} text-accent hover:underline`}
    >
      <UserText>{event.refId}</UserText>
    </Link>
  );
}
