import { Time } from "#components/time";
import { Card, CardBody } from "#components/ui/card";
import { UserText } from "#components/ui/user-text";
import type { CaseRead } from "#lib/audit/list-reads";

const WHAT: Record<string, string> = {
  case: "the case",
  event: "an event of it",
  evidence: "all that is stored of it, as an evidence pack",
  body: "the bytes of an event",
  delivery: "what a destination was sent",
  business: "the business",
};

/** Who read the case, latest first. Reads of the same thing within a minute are one line. */
export function ReadsPanel({ reads }: { reads: CaseRead[] }) {
  return (
    <Card>
      <CardBody>
        <details>
          <summary className="cursor-pointer rounded-sm font-semibold">Who read this last</summary>
          {reads.length === 0 ? <p className="mt-2 text-muted">Nobody before you.</p> : null}
          <ul className="mt-2 grid gap-1.5">
            {reads.map((read) => (
              <li key={read.id} className="flex min-w-0 items-baseline gap-x-2">
                <span className="min-w-0 flex-1 break-words">
                  <UserText>{read.actorLabel}</UserText> read {WHAT[read.what] ?? read.what}
                  <span className="text-xs text-faint"> from {read.remoteAddress}</span>
                </span>
                <Time at={read.at} className="text-xs whitespace-nowrap text-faint" />
              </li>
            ))}
          </ul>
        </details>
      </CardBody>
    </Card>
  );
}
