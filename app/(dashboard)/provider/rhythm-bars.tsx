"use client";

import type { Range } from "#lib/provider/expected-range";

const SLOT = 12;
const BAR = 6;
const HEIGHT = 72;

type Slot = { at: string; seen: number; usual: Range | null };

/**
 * Bars of what came before the range that is usual, `most` being the top. A client component although nothing moves: React splits a long page
 * of server components, and hides a part of an SVG by an inline style, which the content security policy refuses.
 */
export function RhythmBars({ label, most, slots }: { label: string; most: number; slots: Slot[] }) {
  const y = (n: number) => HEIGHT - (n / most) * HEIGHT;
  return (
    <svg
      viewBox={`0 0 ${slots.length * SLOT} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-20 w-full border-b border-line-strong"
      role="img"
      aria-label={label}
    >
      {slots.map(({ at, seen, usual }, index) => (
        <g key={at}>
          {usual ? (
            <rect
              x={index * SLOT}
              y={y(usual.high)}
              width={SLOT}
              height={Math.max(1, y(usual.low) - y(usual.high))}
              className="fill-selected"
            />
          ) : null}
          <rect
            x={index * SLOT + (SLOT - BAR) / 2}
            y={seen > 0 ? Math.min(HEIGHT - 1, y(seen)) : HEIGHT}
            width={BAR}
            height={seen > 0 ? Math.max(1, HEIGHT - y(seen)) : 0}
            className={usual && seen < usual.low ? "fill-red" : "fill-accent-fill"}
          />
        </g>
      ))}
    </svg>
  );
}
