import Link from "next/link";
import { Time } from "#components/time";
import { Card } from "#components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { UserText } from "#components/ui/user-text";
import type { Refusals, Refused } from "#lib/provider/read-refusals";
import { causeWords } from "../rejected/cause-words.ts";
import { rejectedPath } from "../rejected/rejected-path.ts";

type Props = { refusals: Refusals };

/** Refused requests of the last day by cause and address. */
export function RefusedCard({ refusals: { n, lines, more } }: Props) {
  return (
    <Card
      title={`Refused requests of the last 24 h: ${n.toLocaleString("en")}`}
      actions={
        <Link className="text-accent underline" href={rejectedPath()}>
          All
        </Link>
      }
    >
      {lines.length === 0 ? (
        <p className="p-3 text-muted">None.</p>
      ) : (
        <Table label="Refused requests by cause and address">
          <TableHead>
            <tr>
              <TableHeader>Cause</TableHeader>
              <TableHeader>From</TableHeader>
              <TableHeader>Source</TableHeader>
              <TableHeader>Last</TableHeader>
              <TableHeader className="text-right">Requests</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {lines.map((line) => (
              <RefusedRow key={`${line.source} ${line.cause} ${line.remoteAddress} ${line.fromSender}`} line={line} />
            ))}
          </TableBody>
        </Table>
      )}
      {more > 0 ? (
        <p className="border-t border-line p-3 text-xs text-muted">
          {more.toLocaleString("en")} more combinations with fewer requests are not shown.
        </p>
      ) : null}
      <p className="border-t border-line p-3 text-xs text-muted">
        Counted by the hour, whose start is shown. “The provider's address” is one that a message was verified from, of
        the newest 5,000 requests.
      </p>
    </Card>
  );
}

function RefusedRow({ line }: { line: Refused }) {
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap">
        <Link className="text-accent underline" href={rejectedPath(line.cause)}>
          <UserText>{causeWords(line.cause)}</UserText>
        </Link>
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {line.remoteAddress === null ? null : (
          <code className="mr-2 font-mono text-xs">
            <UserText>{line.remoteAddress === "*" ? "others" : line.remoteAddress}</UserText>
          </code>
        )}
        <span className={line.fromSender ? "font-medium" : "text-muted"}>
          {line.fromSender ? "the provider's address" : "another address"}
        </span>
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <UserText>{line.source}</UserText>
      </TableCell>
      <TableCell className="text-xs text-muted">
        <Time at={line.lastHour} absolute="local" />
      </TableCell>
      <TableCell className="text-right">{line.n.toLocaleString("en")}</TableCell>
    </TableRow>
  );
}
