import Link from "next/link";
import { Time } from "#components/time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { isolateTexts, UserText, visibleText } from "#components/ui/user-text";
import type { FailedRun } from "#lib/failures/list-failed-runs";
import { casePath, deliveryPath, eventPath } from "#lib/page-paths";

/** The runs of a failure, each with its event or delivery and its case. */
export function FailedRuns({ runs, destinationId }: { runs: FailedRun[]; destinationId: string | null }) {
  return (
    <Table label="What gave up">
      <TableHead>
        <tr>
          <TableHeader>Gave up</TableHeader>
          <TableHeader>{destinationId ? "Delivery" : "Event"}</TableHeader>
          <TableHeader>Case</TableHeader>
          <TableHeader className="text-right">Attempts</TableHeader>
          <TableHeader>Error</TableHeader>
          <TableHeader>Waits</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <TableRow key={run.id}>
            <TableCell className="text-muted">
              <Time at={run.endedAt} />
            </TableCell>
            <TableCell>
              <Link
                prefetch={false}
                href={pathOf(run, destinationId)}
                title={visibleText(run.messageId)}
                className="font-mono text-xs text-accent hover:underline"
              >
                <UserText>{run.type}</UserText>
              </Link>
            </TableCell>
            <TableCell className="max-w-48">
              {run.refId === "" ? (
                <span className="text-faint">–</span>
              ) : (
                <Link
                  prefetch={false}
                  href={casePath(run)}
                  title={visibleText(run.refId)}
                  className="block truncate text-accent hover:underline"
                >
                  <UserText>{run.refId}</UserText>
                </Link>
              )}
            </TableCell>
            <TableCell className="text-right">{run.attempt}</TableCell>
            <TableCell className="max-w-md">
              <span className="line-clamp-1 font-mono text-xs" title={visibleText(run.error ?? "")}>
                {isolateTexts(run.error ?? "")}
              </span>
            </TableCell>
            <TableCell>{run.waits ? "For somebody" : <span className="text-faint">No: done or waived</span>}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function pathOf({ source, messageId, deliveryId }: FailedRun, destinationId: string | null): string {
  if (deliveryId !== null && destinationId !== null) return deliveryPath({ destinationId, deliveryId });
  return eventPath({ source, messageId });
}
