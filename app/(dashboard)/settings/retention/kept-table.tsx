import { Infinity as ForEver } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import type { Kept } from "#lib/retention/read-retention";

const WORDS: Record<Kept["kind"], { what: string; from: string; unit: string }> = {
  rejections: {
    what: "Refused requests: headers, address, the first bytes",
    from: "after they came",
    unit: "refused request",
  },
  receipts: { what: "Receipts of genuine messages: headers, address", from: "after they came", unit: "receipt" },
  attempts: {
    what: "Requests to destinations: headers, and the answers",
    from: "after they were sent",
    unit: "request",
  },
  cases: {
    what: "What an ended case holds: bytes, receipts, letters, logs, notes, the business",
    from: "after its last change",
    unit: "case",
  },
  reads: { what: "Who read personal data and bytes, and when", from: "after the read", unit: "read" },
  unrecognised: { what: "Bytes of messages of no case", from: "after they came", unit: "event" },
};

/** One row for each kind of data: how long it is kept, by which variable, and what the last removal took. */
export function KeptTable({ kept, action }: { kept: Kept[]; action: ReactNode }) {
  return (
    <Card title="What is kept how long" actions={action}>
      <Table label="What is kept how long">
        <TableHead>
          <tr>
            <TableHeader>What</TableHeader>
            <TableHeader>Kept</TableHeader>
            <TableHeader>Removed last</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {kept.map((line) => (
            <TableRow key={line.kind}>
              <TableCell className="align-top">
                <span className="font-medium">{WORDS[line.kind].what}</span>
                <code className="block text-xs text-muted">
                  {line.setting.split(/(?<=_)/).map((word) => (
                    <Fragment key={word}>
                      {word}
                      <wbr />
                    </Fragment>
                  ))}
                </code>
              </TableCell>
              <TableCell className="align-top">
                <HowLong line={line} />
              </TableCell>
              <TableCell className="align-top">
                <LastRemoved line={line} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function HowLong({ line: { kind, days, origin } }: { line: Kept }) {
  if (days !== null) {
    return (
      <>
        {days.toLocaleString("en")} {days === 1 ? "day" : "days"} {WORDS[kind].from}
        <span className="block text-xs text-muted">
          {origin === "environment" ? "set by the environment, which wins over this page" : "set on this page"}
        </span>
      </>
    );
  }
  return (
    <Badge tone="outline">
      <ForEver aria-hidden="true" />
      for ever
    </Badge>
  );
}

function LastRemoved({ line: { kind, last } }: { line: Kept }) {
  if (last === null) return <span className="text-faint">nothing yet</span>;
  return (
    <span>
      {last.count.toLocaleString("en")} {WORDS[kind].unit}
      {last.count === 1 ? "" : "s"}, <Time at={last.at} />
      {last.endedAt ? null : " (under way)"}
    </span>
  );
}
