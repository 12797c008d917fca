import Link from "next/link";
import type { ReactNode } from "react";
import { inTwoUnits } from "#components/duration";
import { Time } from "#components/time";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import type { Health } from "#lib/health/health";
import { type Answers, type AnswersOfHour, LAG_OF, MAX_UNPLACED } from "#lib/provider/read-answers";
import { rejectedPath } from "../rejected/rejected-path.ts";

/** Our answers by the hour. */
export function AnswersCard({ hours }: { hours: AnswersOfHour[] }) {
  const total = (of: "taken" | "refused" | "failed") => hours.reduce((sum, hour) => sum + hour[of], 0);
  return (
    <Card title="Our answers in the last 24 h">
      <CardBody className="grid gap-2">
        <Facts
          facts={[
            ["Taken (2xx), resends too", total("taken").toLocaleString("en")],
            ["Refused (4xx)", linked(total("refused").toLocaleString("en"), rejectedPath())],
            ["Failed (5xx)", total("failed").toLocaleString("en")],
          ]}
        />
        <p className="max-w-prose text-xs text-muted">
          Requests that were stored, counted by the worker. A request that is answered 503 (database away, overloaded,
          stopping) is not stored, so it is not among them: the provider sends it again. Of refused requests beyond the
          limits of an hour only the number is kept, above.
        </p>
      </CardBody>
      {hours.length === 0 ? null : (
        <details className="border-t border-line p-3">
          <summary className="text-xs text-accent underline max-md:py-3">By the hour</summary>
          <Table label="Our answers by the hour">
            <TableHead>
              <tr>
                {["From", "2xx", "4xx", "5xx"].map((title) => (
                  <TableHeader key={title} className={title === "From" ? undefined : "text-right"}>
                    {title}
                  </TableHeader>
                ))}
              </tr>
            </TableHead>
            <TableBody>
              {hours.toReversed().map(({ hour, taken, refused, failed }) => (
                <TableRow key={hour.toISOString()}>
                  <TableCell>
                    <Time at={hour} absolute="local" />
                  </TableCell>
                  <TableCell className="text-right">{taken.toLocaleString("en")}</TableCell>
                  <TableCell className="text-right">{refused.toLocaleString("en")}</TableCell>
                  <TableCell className="text-right">{failed.toLocaleString("en")}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </details>
      )}
    </Card>
  );
}

type WaitingProps = { answers: Answers; health: Health; mayReadEvents: boolean };

/** How late messages come, and what waits here. */
export function WaitingCard({ answers: { lag, unplaced }, health, mayReadEvents }: WaitingProps) {
  const capped = unplaced > MAX_UNPLACED;
  const words = `${Math.min(unplaced, MAX_UNPLACED).toLocaleString("en")}${capped ? "+" : ""} ${unplaced === 1 ? "message" : "messages"}`;
  const to = (text: string, href: string) => (mayReadEvents ? linked(text, href) : text);
  return (
    <Card title="On the way and waiting" id="waiting">
      <CardBody className="grid gap-2">
        <Facts
          facts={[
            ...lag.map(({ source, n, median, p90 }): [string, string] => [
              `Lag of ${source}`,
              `median ${lagWords(median)}, nine of ten within ${lagWords(p90)} (newest ${n.toLocaleString("en")})`,
            ]),
            ["Not applied yet", to(words, "/events?verdict=unplaced")],
            ["Actions that wait", to(waitingWords(health.queue), "/events?runState=queued")],
            ["Deliveries that wait", to(waitingWords(health.deliveries), "/destinations")],
            ["Worker", workerWords(health.worker)],
          ]}
        />
        <p className="max-w-prose text-xs text-muted">
          Lag is the time from when the provider made a message until it was here, by the clock in its message id where
          it has one, over the newest {LAG_OF.toLocaleString("en")} messages of all sources. A message that had to be
          sent again has a long one.
        </p>
      </CardBody>
    </Card>
  );
}

function linked(text: string, href: string): ReactNode {
  return (
    <Link key={href} className="text-accent underline" href={href}>
      {text}
    </Link>
  );
}

function lagWords(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : inTwoUnits(milliseconds);
}

function waitingWords(waiting: Health["queue"]): string {
  if (waiting === null) return "not known";
  const { waiting: n, oldestSeconds } = waiting;
  return n === 0 ? "none" : `${n.toLocaleString("en")}, the oldest for ${inTwoUnits(oldestSeconds * 1000)}`;
}

function workerWords(worker: Health["worker"]): string {
  if (worker === null) return "not known";
  return worker === "ok" ? "running" : "none is running: messages are kept, and no case changes until one runs";
}
