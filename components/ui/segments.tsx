import Link from "next/link";
import type { ComponentType } from "react";
import { classes } from "./classes.ts";

type Segment = {
  href: string;
  label: string;
  current: boolean;
  icon?: ComponentType<{ className?: string; "aria-hidden": "true" }>;
};

/** Links to a few views of one page, side by side. */
export function Segments({ label, segments }: { label: string; segments: Segment[] }) {
  return (
    <nav aria-label={label} className="inline-flex flex-wrap rounded-md border border-line-strong bg-sunken p-px">
      {segments.map(({ icon: Icon, ...segment }) => (
        <Link
          key={segment.label}
          href={segment.href}
          scroll={false}
          aria-current={segment.current ? "page" : undefined}
          className={classes(
            "flex h-6 pointer-coarse:h-10 items-center gap-1.5 rounded-[5px] px-2 text-xs font-medium whitespace-nowrap",
            segment.current ? "bg-surface text-ink" : "text-muted hover:text-ink",
          )}
        >
          {Icon ? <Icon aria-hidden="true" className="size-3.5" /> : null}
          {segment.label}
        </Link>
      ))}
    </nav>
  );
}
