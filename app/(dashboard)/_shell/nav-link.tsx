"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { classes } from "#components/ui/classes";

export const NAV_LINE =
  "flex h-9 items-center gap-2 rounded-md px-2 pointer-coarse:h-10 md:h-7 [&_svg]:size-4 [&_svg]:shrink-0";

export function navLook(current: boolean): string {
  return current ? "bg-sunken font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink [&_svg]:text-faint";
}

export function NavLink({ href, keys, children }: { href: string; keys?: string; children: ReactNode }) {
  const pathname = usePathname();
  const current = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      data-keys={keys}
      aria-current={current ? "page" : undefined}
      className={classes(NAV_LINE, navLook(current))}
    >
      {children}
    </Link>
  );
}
