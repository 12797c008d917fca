"use client";

import { ListFilter, Users } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { UserText } from "#components/ui/user-text";
import { NAV_LINE, navLook } from "./nav-link.tsx";
import { useNewCounts } from "./use-new-counts.ts";

export type ViewLink = { id: string; name: string; query: string; shared: boolean };

/** The saved views of the sidebar, each with how many of its cases changed since it was last opened. */
export function SavedViewLinks({ views }: { views: ViewLink[] }) {
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const counts = useNewCounts(`${pathname}?${query}`);
  return (
    <nav aria-label="Saved views" className="grid gap-0.5">
      <p className="px-2 pb-1 text-2xs font-medium text-faint">Views</p>
      {views.map((view) => {
        const current = pathname === "/cases" && query === view.query;
        const count = counts[view.id];
        const Icon = view.shared ? Users : ListFilter;
        return (
          <Link
            key={view.id}
            href={`/views/${view.id}`}
            // To open it is to have seen it: nothing may open it ahead.
            prefetch={false}
            aria-current={current ? "page" : undefined}
            className={`${NAV_LINE} ${navLook(current)}`}
          >
            <Icon aria-hidden="true" />
            <span className="min-w-0 truncate" dir="auto">
              <UserText>{view.name}</UserText>
            </span>
            {count && count.n > 0 ? (
              <span className="ml-auto rounded-full bg-selected px-1.5 text-2xs font-semibold text-accent">
                {count.n}
                {count.capped ? "+" : ""}
                <span className="sr-only"> new</span>
              </span>
            ) : null}
          </Link>
        );
      })}
    </nav>
  );
}
