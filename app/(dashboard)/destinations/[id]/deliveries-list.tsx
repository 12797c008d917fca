"use client";

import Link from "next/link";
import { ArrivalsButton } from "#components/live/arrivals-button";
import { useSteadyList } from "#components/live/use-steady-lists";
import { Time } from "#components/time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { UserText, visibleText } from "#components/ui/user-text";
import type { DeliveryLine } from "#lib/deliveries/list-deliveries";
import { casePath, deliveryPath } from "#lib/page-paths";
import { DeliveryStateChip } from "../../_chips/delivery-state-chip.tsx";
import { milliseconds } from "../../events/lag.tsx";

const byId = ({ id }: DeliveryLine) => String(id);

type Props = { deliveries: DeliveryLine[]; list: string; full: boolean };

/** A page of deliveries that does not move while it is read: states change in place, new ones appear after a click on a button. */
export function DeliveriesList({ deliveries, list, full }: Props) {
  const steady = useSteadyList(deliveries, byId, list, full);
  const shown = steady.items.map(({ item }) => item);
  return (
    <>
      <ArrivalsButton fresh={steady.fresh} moved={steady.moved} show={steady.show} />
      <div className="hidden md:block">
        <Table label="Deliveries">
          <TableHead>
            <tr>
              <TableHeader>Written</TableHeader>
              <TableHeader>Event</TableHeader>
              <TableHeader>Case</TableHeader>
              <TableHeader>State</TableHeader>
              <TableHeader className="text-right">Attempts</TableHeader>
              <TableHeader>Last answer</TableHeader>
              <TableHeader>Next attempt</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {shown.map((delivery) => (
              <Line key={delivery.id} delivery={delivery} list={list} />
            ))}
          </TableBody>
        </Table>
      </div>
      <ul className="divide-y divide-line md:hidden">
        {shown.map((delivery) => (
          <DeliveryCard key={delivery.id} delivery={delivery} list={list} />
        ))}
      </ul>
    </>
  );
}

function Line({ delivery, list }: { delivery: DeliveryLine; list: string }) {
  const { at, attempts, nextAttemptAt } = delivery;
  return (
    <TableRow className="relative">
      <TableCell className="text-muted">
        <Time at={at} />
      </TableCell>
      <TableCell>
        <DeliveryLink delivery={delivery} list={list} />
      </TableCell>
      <TableCell className="max-w-48">
        <WhichCase delivery={delivery} />
      </TableCell>
      <TableCell>
        <DeliveryStateChip {...delivery} />
      </TableCell>
      <TableCell className="text-right">{attempts}</TableCell>
      <TableCell className="max-w-80 truncate text-xs">
        <LastAnswer delivery={delivery} />
      </TableCell>
      <TableCell className="text-muted">
        {nextAttemptAt === null ? "–" : <Time at={nextAttemptAt} upcoming />}
      </TableCell>
    </TableRow>
  );
}

function DeliveryCard({ delivery, list }: { delivery: DeliveryLine; list: string }) {
  const { at, attempts, nextAttemptAt } = delivery;
  return (
    <li className="relative grid gap-1 px-3 py-2.5">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate">
          <DeliveryLink delivery={delivery} list={list} />
        </span>
        <span className="text-xs text-faint">
          <Time at={at} />
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 truncate">
          <WhichCase delivery={delivery} />
        </span>
        <DeliveryStateChip {...delivery} />
      </div>
      <div className="flex flex-wrap gap-x-3 text-xs text-muted">
        <span>{attempts === 1 ? "1 attempt" : `${attempts} attempts`}</span>
        {attempts === 0 ? null : (
          <span className="min-w-0">
            <LastAnswer delivery={delivery} />
          </span>
        )}
        {nextAttemptAt === null ? null : (
          <span>
            next <Time at={nextAttemptAt} upcoming />
          </span>
        )}
      </div>
    </li>
  );
}

function DeliveryLink({
  delivery: { id, destination, type, messageId },
  list,
}: {
  delivery: DeliveryLine;
  list: string;
}) {
  return (
    <Link
      href={deliveryPath({ destinationId: destination.id, deliveryId: id }, { list })}
      title={visibleText(messageId)}
      className="font-mono text-xs whitespace-nowrap after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
    >
      {type}
    </Link>
  );
}

function WhichCase({ delivery: { source, refId } }: { delivery: DeliveryLine }) {
  if (refId === "") return <span className="text-faint">–</span>;
  return (
    <Link
      href={casePath({ source, refId })}
      title={visibleText(refId)}
      className="relative z-10 block truncate text-accent hover:underline"
    >
      <UserText>{refId}</UserText>
    </Link>
  );
}

/** `200 in 41 ms`, or why there was none. */
function LastAnswer({ delivery: { lastAttempt, reason } }: { delivery: DeliveryLine }) {
  if (lastAttempt === null)
    return <span className="text-muted">{reason === null ? "–" : <UserText>{reason}</UserText>}</span>;
  const { status, durationMs, error } = lastAttempt;
  const lasted = ` in ${milliseconds(durationMs)}`;
  if (status !== null) return `${status}${lasted}`;
  const why = error ?? "no answer";
  return (
    <span title={visibleText(why)}>
      <UserText>{why}</UserText>
      {lasted}
    </span>
  );
}
