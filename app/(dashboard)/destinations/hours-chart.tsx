import type { Figures } from "#lib/destinations/destination-figures";

const BAR = 4;
const GAP = 1;
/** Successes go up from the line and failures down, by one scale, so that nobody needs the colours to tell them. */
const SIDE = 12;
const HEIGHT = 2 * SIDE + 1;

/** The requests of the last 24 hours, a bar an hour. */
export function HoursChart({ hours, className }: { hours: Figures["hours"]; className?: string }) {
  const width = hours.length * (BAR + GAP) - GAP;
  const most = Math.max(1, ...hours.flatMap(({ succeeded, failed }) => [succeeded, failed]));
  return (
    <svg
      role="img"
      aria-label={inWords(hours)}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className ?? "h-6 w-30"}
    >
      <rect x={0} y={SIDE} width={width} height={1} className="fill-line-strong" />
      {hours.map(({ hour, succeeded, failed }, at) => (
        <g key={hour}>
          <title>{`${hour.slice(11, 16)} UTC: ${succeeded} succeeded, ${failed} failed`}</title>
          <rect x={at * (BAR + GAP)} y={0} width={BAR + GAP} height={HEIGHT} className="fill-transparent" />
          <Bar at={at} y={SIDE - size(succeeded, most)} height={size(succeeded, most)} look="fill-green" />
          <Bar at={at} y={SIDE + 1} height={size(failed, most)} look="fill-red" />
        </g>
      ))}
    </svg>
  );
}

function Bar({ at, y, height, look }: { at: number; y: number; height: number; look: string }) {
  return height === 0 ? null : <rect x={at * (BAR + GAP)} y={y} width={BAR} height={height} className={look} />;
}

/** At least 2 where there is one request: it must be seen beside an hour of thousands. */
function size(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(2, (count / most) * SIDE);
}

function inWords(hours: Figures["hours"]): string {
  const sum = (of: "succeeded" | "failed") => hours.reduce((total, hour) => total + hour[of], 0);
  const failing = hours.filter(({ failed }) => failed > 0).map(({ hour }) => hour.slice(11, 16));
  const when = failing.length === 0 ? "" : `; failures in the hours from ${failing.join(", ")} UTC`;
  return `Requests of the last 24 hours: ${sum("succeeded")} succeeded, ${sum("failed")} failed${when}`;
}
