import Link from "next/link";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/** Links to views with an address of their own; not an ARIA tab list. */
export function Tabs(props: {
  label: string;
  tabs: { href: string; label: ReactNode; count?: ReactNode; current: boolean }[];
}) {
  return (
    <nav aria-label={props.label} className="min-w-0 overflow-x-auto border-b border-line">
      <ul className="flex gap-4">
        {props.tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              scroll={false}
              aria-current={tab.current ? "page" : undefined}
              className={classes(
                "-mb-px flex h-9 items-center gap-1.5 border-b-2 whitespace-nowrap focus-visible:-outline-offset-2",
                tab.current ? "border-accent font-medium text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : <span className="text-xs text-faint">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
