import { Infinity as ForEver } from "lucide-react";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import type { Kept } from "#lib/retention/read-retention";

const WORDS: Record<Kept["kind"], { what: string; from: string }> = {
  rejections: { what: "Rejections: headers, address, the first bytes", from: "after they came" },
  receipts: { what: "Receipts of genuine messages: headers, address", from: "after they came" },
  cases: {
    what: "What an ended case holds: bytes, receipts, letters, logs, notes, the business",
    from: "after its last news",
  },
  unrecognised: { what: "Bytes of messages of no case", from: "after they came" },
};

/** One row a kind: how long, by which variable, and what the last sweep that found something took. */
export function KeptTable({ kept }: { kept: Kept[] }) {
  return (
    <Card title="What is kept how long">
      <Table label="What is kept how long" className="min-w-160">
        <TableHead>
          <tr>
            <TableHeader>What</TableHeader>
            <TableHeader>Kept</TableHeader>
            <TableHeader>Variable</TableHeader>
            <TableHeader>Removed last</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {kept.map((line) => (
            <TableRow key={line.kind}>
              <TableCell className="font-medium whitespace-normal">{WORDS[line.kind].what}</TableCell>
              <TableCell className="whitespace-nowrap">
                <HowLong line={line} />
              </TableCell>
              <TableCell>
                <code>{line.setting}</code>
              </TableCell>
              <TableCell>
                <LastRemoved last={line.last} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function HowLong({ line: { kind, days } }: { line: Kept }) {
  if (days !== null) return `${days.toLocaleString("en")} ${days === 1 ? "day" : "days"} ${WORDS[kind].from}`;
  return (
    <Badge tone="outline">
      <ForEver aria-hidden="true" />
      for ever
    </Badge>
  );
}

function LastRemoved({ last }: { last: Kept["last"] }) {
  if (last === null) return <span className="text-faint">nothing yet</span>;
  return (
    <span>
      {last.count.toLocaleString("en")}, <Time at={last.at} />
      {last.endedAt ? null : " (under way)"}
    </span>
  );
}
