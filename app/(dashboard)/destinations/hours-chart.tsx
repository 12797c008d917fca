import type { Figures } from "#lib/destinations/destination-figures";

const BAR = 4;
const GAP = 1;
/** Successes go up from the line and failures down, so that nobody needs the colours to tell them. */
const UP = 16;
const DOWN = 8;

/** The requests of the last 24 hours, a bar an hour. */
export function HoursChart({ hours, className }: { hours: Figures["hours"]; className?: string }) {
  const width = hours.length * (BAR + GAP) - GAP;
  const most = Math.max(1, ...hours.map(({ succeeded }) => succeeded));
  const mostFailed = Math.max(1, ...hours.map(({ failed }) => failed));
  return (
    <svg
      role="img"
      aria-label={inWords(hours)}
      viewBox={`0 0 ${width} ${UP + DOWN + 1}`}
      preserveAspectRatio="none"
      className={className ?? "h-6 w-30"}
    >
      <rect x={0} y={UP} width={width} height={1} className="fill-line-strong" />
      {hours.map(({ hour, succeeded, failed }, at) => (
        <g key={hour}>
          <title>{`${hour.slice(11, 16)} UTC: ${succeeded} succeeded, ${failed} failed`}</title>
          <rect x={at * (BAR + GAP)} y={0} width={BAR + GAP} height={UP + DOWN + 1} className="fill-transparent" />
          <Bar at={at} y={UP - size(succeeded, most, UP)} height={size(succeeded, most, UP)} look="fill-green" />
          <Bar at={at} y={UP + 1} height={size(failed, mostFailed, DOWN)} look="fill-red" />
        </g>
      ))}
    </svg>
  );
}

function Bar({ at, y, height, look }: { at: number; y: number; height: number; look: string }) {
  return height === 0 ? null : <rect x={at * (BAR + GAP)} y={y} width={BAR} height={height} className={look} />;
}

/** At least 2 where there is one request: it must be seen beside an hour of thousands. */
function size(count: number, most: number, height: number): number {
  return count === 0 ? 0 : Math.max(2, (count / most) * height);
}

function inWords(hours: Figures["hours"]): string {
  const sum = (of: "succeeded" | "failed") => hours.reduce((total, hour) => total + hour[of], 0);
  const failing = hours.filter(({ failed }) => failed > 0).map(({ hour }) => hour.slice(11, 16));
  const when = failing.length === 0 ? "" : `; failures in the hours from ${failing.join(", ")} UTC`;
  return `Requests of the last 24 hours: ${sum("succeeded")} succeeded, ${sum("failed")} failed${when}`;
}
