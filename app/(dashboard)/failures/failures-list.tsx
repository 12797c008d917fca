import Link from "next/link";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { isolateTexts, visibleText } from "#components/ui/user-text";
import type { Failure } from "#lib/failures/list-failures";
import { failurePath } from "#lib/page-paths";
import { WhatGaveUp, waitingWords } from "./failure-words.tsx";

const keyOf = ({ handler, failure }: Failure) => `${handler} ${failure}`;

/** A table on a wide screen, cards on a narrow one. */
export function FailuresList({ failures }: { failures: Failure[] }) {
  return (
    <>
      <div className="hidden lg:block">
        <Table label="Failures">
          <TableHead>
            <tr>
              <TableHeader>What gave up</TableHeader>
              <TableHeader>Error</TableHeader>
              <TableHeader>Waits for somebody</TableHeader>
              <TableHeader className="text-right">24 hours</TableHeader>
              <TableHeader>First</TableHeader>
              <TableHeader>Last</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {failures.map((failure) => (
              <TableRow key={keyOf(failure)} className="relative">
                <TableCell className="max-w-56">
                  <FailureLink failure={failure} />
                </TableCell>
                <TableCell className="max-w-md">
                  <ErrorText error={failure.error} />
                </TableCell>
                <TableCell>
                  <Waiting failure={failure} />
                </TableCell>
                <TableCell className="text-right">{failure.lastDay.toLocaleString("en")}</TableCell>
                <TableCell className="text-muted">
                  <Time at={failure.firstAt} />
                </TableCell>
                <TableCell className="text-muted">
                  <Time at={failure.lastAt} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      <ul className="divide-y divide-line lg:hidden">
        {failures.map((failure) => (
          <li key={keyOf(failure)} className="relative grid gap-1.5 px-3 py-2.5">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="min-w-0 flex-1">
                <FailureLink failure={failure} />
              </span>
              <Waiting failure={failure} />
            </div>
            <ErrorText error={failure.error} />
            <span className="text-xs text-muted">
              Last <Time at={failure.lastAt} />, first <Time at={failure.firstAt} />
              {failure.lastDay === 0 ? "" : `, ${failure.lastDay.toLocaleString("en")} in 24 hours`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function FailureLink({ failure }: { failure: Failure }) {
  return (
    <Link
      href={failurePath(failure)}
      className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
    >
      <WhatGaveUp of={failure} />
    </Link>
  );
}

function Waiting({ failure }: { failure: Failure }) {
  return <Badge tone={failure.waiting > 0 ? "alarm" : "outline"}>{waitingWords(failure)}</Badge>;
}

function ErrorText({ error }: { error: string | null }) {
  if (!error) return <span className="text-faint">It left no error.</span>;
  return (
    <span className="line-clamp-2 font-mono text-xs break-words" title={visibleText(error)}>
      {isolateTexts(error)}
    </span>
  );
}
