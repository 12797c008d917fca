import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import type { FoundEvent } from "#lib/events/find-event";
import { rawPath } from "#lib/page-paths";
import { bytes } from "../../../_http/readable.ts";
import { milliseconds } from "../../lag.tsx";
import { RECEIPT_WORDS } from "../event-words.tsx";

/** Our answer to each delivery. */
export function ResponseTab({ event }: { event: FoundEvent }) {
  if (event.receipts.length === 0) return <p className="text-muted">Its receipts were removed under retention.</p>;
  return (
    <>
      <Table label="Our answers">
        <TableHead>
          <tr>
            <TableHeader>Receipt</TableHeader>
            <TableHeader>Received</TableHeader>
            <TableHeader>We answered</TableHeader>
            <TableHeader className="text-right">Within</TableHeader>
            <TableHeader>It was</TableHeader>
            <TableHeader>Verified with</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {event.receipts.map((receipt, at) => (
            <TableRow key={receipt.id}>
              <TableCell>{at + 1}</TableCell>
              <TableCell className="text-xs text-muted">
                <Time at={receipt.receivedAt} absolute />
              </TableCell>
              <TableCell>
                <Badge tone={receipt.responseStatus < 300 ? "green" : "red"}>{receipt.responseStatus}</Badge>
              </TableCell>
              <TableCell className="text-right">{milliseconds(receipt.durationMs)}</TableCell>
              <TableCell>
                {RECEIPT_WORDS[receipt.outcome]}
                {receipt.keptBytes === null ? null : (
                  <LinkButton size="sm" className="ml-2" href={rawPath(event, receipt.id)} prefetch={false} download>
                    Download its {bytes(receipt.keptBytes)}
                  </LinkButton>
                )}
              </TableCell>
              <TableCell className="font-mono text-xs">{receipt.secretFingerprint ?? "–"}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <p className="mt-2 text-xs text-muted">
        The sender takes 200 to 299 within 15 seconds for delivered. Anything else it delivers again, for as long as its
        schedule lasts.
      </p>
    </>
  );
}
