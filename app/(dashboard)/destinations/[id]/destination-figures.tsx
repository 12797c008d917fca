import type { ReactNode } from "react";
import { Time } from "#components/time";
import { type FoundDestination, MAX_WAITING } from "#lib/destinations/read-destinations";
import { milliseconds } from "../../events/lag.tsx";
import { percentage, waitingInWords } from "../destination-words.ts";
import { HoursChart } from "../hours-chart.tsx";

/** How the requests of the last 24 hours went, and what waits. */
export function DestinationFigures({ destination }: { destination: FoundDestination }) {
  const { figures, waiting, nextRetryAt, lastSuccessAt } = destination;
  const { attempts, successRate, medianMs, hours } = figures;
  return (
    <dl className="mb-3 flex flex-wrap items-end gap-x-8 gap-y-3 rounded-lg border border-line bg-surface px-3 py-2.5">
      <Figure name="Requests of 24 hours">
        <HoursChart hours={hours} className="h-9 w-56" />
      </Figure>
      <Figure name="Success">
        {percentage(successRate)}
        <Beside>of {attempts.toLocaleString("en")}</Beside>
      </Figure>
      <Figure name="Median time">{medianMs === null ? "–" : milliseconds(medianMs)}</Figure>
      <Figure name="Waiting">{waitingInWords(waiting, MAX_WAITING)}</Figure>
      <Figure name="Next retry">{nextRetryAt === null ? "–" : <Time at={nextRetryAt} upcoming />}</Figure>
      <Figure name="Last success">{lastSuccessAt === null ? "none yet" : <Time at={lastSuccessAt} />}</Figure>
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">{children}</dd>
    </div>
  );
}

function Beside({ children }: { children: ReactNode }) {
  return <span className="ml-1.5 text-xs font-normal text-muted">{children}</span>;
}
