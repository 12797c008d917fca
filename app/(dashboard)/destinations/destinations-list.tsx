import Link from "next/link";
import { Time } from "#components/time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { UserText, visibleText } from "#components/ui/user-text";
import { type ListedDestination, MAX_WAITING } from "#lib/destinations/read-destinations";
import { destinationPath } from "#lib/page-paths";
import { DestinationState, whyDisabled } from "./destination-state.tsx";
import { percentage, takesInShort, waitingInWords } from "./destination-words.ts";
import { HoursChart } from "./hours-chart.tsx";

/** A table on a wide screen, cards on a narrow one. */
export function DestinationsList({ destinations }: { destinations: ListedDestination[] }) {
  return (
    <>
      <div className="hidden lg:block">
        <Table label="Destinations">
          <TableHead>
            <tr>
              <TableHeader>Destination</TableHeader>
              <TableHeader>State</TableHeader>
              <TableHeader>Last success</TableHeader>
              <TableHeader>24 hours</TableHeader>
              <TableHeader className="text-right">Success</TableHeader>
              <TableHeader className="text-right">Waiting</TableHeader>
              <TableHeader>Next retry</TableHeader>
              <TableHeader>Takes</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {destinations.map((destination) => (
              <Row key={destination.id} destination={destination} />
            ))}
          </TableBody>
        </Table>
      </div>
      <ul className="divide-y divide-line lg:hidden">
        {destinations.map((destination) => (
          <DestinationCard key={destination.id} destination={destination} />
        ))}
      </ul>
    </>
  );
}

function Row({ destination }: { destination: ListedDestination }) {
  const { figures, lastSuccessAt, nextRetryAt, waiting } = destination;
  return (
    <TableRow className="relative">
      <TableCell className="max-w-72">
        <NameLink destination={destination} />
        <Origin url={destination.url} />
      </TableCell>
      <TableCell className="max-w-56">
        <DestinationState destination={destination} />
        <Why destination={destination} />
      </TableCell>
      <TableCell className="text-muted">{lastSuccessAt === null ? "none yet" : <Time at={lastSuccessAt} />}</TableCell>
      <TableCell>
        <HoursChart hours={figures.hours} />
      </TableCell>
      <TableCell className="text-right whitespace-nowrap">{percentage(figures.successRate)}</TableCell>
      <TableCell className="text-right">{waitingInWords(waiting, MAX_WAITING)}</TableCell>
      <TableCell className="text-muted">{nextRetryAt === null ? "–" : <Time at={nextRetryAt} upcoming />}</TableCell>
      <TableCell className="max-w-56 text-xs text-muted">
        <Takes destination={destination} />
      </TableCell>
    </TableRow>
  );
}

function DestinationCard({ destination }: { destination: ListedDestination }) {
  const { figures, lastSuccessAt, nextRetryAt, waiting } = destination;
  return (
    <li className="relative grid gap-1.5 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 flex-1">
          <NameLink destination={destination} />
        </span>
        <DestinationState destination={destination} />
      </div>
      <Origin url={destination.url} />
      <Why destination={destination} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        <HoursChart hours={figures.hours} />
        <span>{percentage(figures.successRate)} success</span>
        <span>{waitingInWords(waiting, MAX_WAITING)} waiting</span>
        {nextRetryAt === null ? null : (
          <span>
            next retry <Time at={nextRetryAt} upcoming />
          </span>
        )}
        <span>last success {lastSuccessAt === null ? "none yet" : <Time at={lastSuccessAt} />}</span>
        <Takes destination={destination} />
      </div>
    </li>
  );
}

function NameLink({ destination: { id, name } }: { destination: ListedDestination }) {
  return (
    <Link
      href={destinationPath(id)}
      className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
    >
      <UserText>{name}</UserText>
    </Link>
  );
}

function Origin({ url }: { url: string }) {
  return <span className="block truncate font-mono text-xs text-faint">{new URL(url).origin}</span>;
}

function Why({ destination }: { destination: ListedDestination }) {
  const why = whyDisabled(destination);
  if (why === undefined) return null;
  return (
    <span className="line-clamp-2 text-xs text-muted" title={visibleText(why)}>
      <UserText>{why}</UserText>
    </span>
  );
}

function Takes({ destination }: { destination: ListedDestination }) {
  const { eventTypes, source } = destination;
  return (
    <span title={eventTypes?.join(", ")} className="break-words">
      {takesInShort(destination)}
      {source === null ? null : (
        <>
          {" of "}
          <UserText>{source}</UserText>
        </>
      )}
    </span>
  );
}
