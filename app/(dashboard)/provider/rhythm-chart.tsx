import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "#components/time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import type { Hour } from "#lib/provider/rhythm";
import { RhythmBars } from "./rhythm-bars.tsx";
import { messages, rangeOf } from "./rhythm-words.ts";

type Props = {
  title: string;
  label: string;
  slots: Hour[];
  from: ReactNode;
  until: ReactNode;
  /** The address of the list behind a number, for whoever may open it. */
  listOf: ((slot: Hour) => string) | undefined;
};

/** Messages of each hour or day as bars before the range that is usual there, and the same as a table. */
export function RhythmChart({ title, label, slots, from, until, listOf }: Props) {
  const most = Math.max(1, ...slots.flatMap(({ seen, usual }) => [seen, usual?.high ?? 0]));
  return (
    <figure className="grid grid-cols-[minmax(0,1fr)] content-start gap-1">
      <figcaption className="flex items-baseline gap-2 text-xs text-muted">
        <span className="font-medium text-ink">{title}</span>
        <span className="ml-auto text-faint">at most {most.toLocaleString("en")}</span>
      </figcaption>
      <RhythmBars
        label={label}
        most={most}
        slots={slots.map(({ from: at, seen, usual }) => ({ at: at.toISOString(), seen, usual }))}
      />
      <div className="flex text-2xs text-faint">
        <span>{from}</span>
        <span className="ml-auto">{until}</span>
      </div>
      <details>
        <summary className="text-xs text-accent underline max-md:py-3">Show as a table</summary>
        <Table label={title}>
          <TableHead>
            <tr>
              <TableHeader>From</TableHeader>
              <TableHeader className="text-right">Messages</TableHeader>
              <TableHeader className="text-right">Usually</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {slots.toReversed().map((slot) => (
              <SlotRow key={slot.from.toISOString()} slot={slot} href={listOf?.(slot)} />
            ))}
          </TableBody>
        </Table>
      </details>
    </figure>
  );
}

function SlotRow({ slot: { from, seen, usual }, href }: { slot: Hour; href: string | undefined }) {
  const n = seen.toLocaleString("en");
  return (
    <TableRow>
      <TableCell>
        <Time at={from} absolute="local" />
      </TableCell>
      <TableCell className="text-right">
        {href !== undefined && seen > 0 ? (
          <Link className="text-accent underline" href={href}>
            {n}
          </Link>
        ) : (
          n
        )}
      </TableCell>
      <TableCell className="text-right">{usual ? rangeOf(usual) : "not known yet"}</TableCell>
    </TableRow>
  );
}

/** What the chart shows, for whoever does not see it. */
export function chartLabel(title: string, slots: Hour[]): string {
  const below = slots.filter(({ seen, usual }) => usual && seen < usual.low).length;
  const total = slots.reduce((sum, { seen }) => sum + seen, 0);
  return `${title}: ${messages(total)}; ${below === 0 ? "none" : below} of ${slots.length} below what is usual. The table below has the numbers.`;
}
