import { Time } from "#components/time";
import { Card } from "#components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import type { CountedRejections } from "#lib/events/list-rejections";
import { causeWords } from "./cause-words.ts";

/** Rejections beyond the hourly limits, which are counted and not kept. */
export function OnlyCounted({ counted }: { counted: CountedRejections[] }) {
  if (counted.length === 0) return null;
  return (
    <Card title="Only counted" className="mt-4">
      <p className="px-3 pt-2 text-xs text-muted">
        Beyond so many an hour of one cause and address, requests are counted and not kept: a stranger cannot fill the
        disk.
      </p>
      <Table label="Refused requests that were only counted">
        <TableHead>
          <tr>
            <TableHeader>Hour from</TableHeader>
            <TableHeader>Cause</TableHeader>
            <TableHeader>Address</TableHeader>
            <TableHeader>Source</TableHeader>
            <TableHeader className="text-right">Requests</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {counted.map(({ hour, cause, remoteAddress, source, counted: n }) => (
            <TableRow key={`${hour.toISOString()} ${cause} ${remoteAddress} ${source}`}>
              <TableCell className="text-xs whitespace-nowrap text-muted">
                <Time at={hour} absolute="local" />
              </TableCell>
              <TableCell>{causeWords(cause)}</TableCell>
              <TableCell className="font-mono text-xs">{remoteAddress === "*" ? "any other" : remoteAddress}</TableCell>
              <TableCell>{source}</TableCell>
              <TableCell className="text-right">{n.toLocaleString("en")}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
