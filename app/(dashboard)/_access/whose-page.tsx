"use client";

import { usePathname } from "next/navigation";
import { rolesThatMay } from "#lib/permissions";
import { MAIN_PAGES, SETTINGS } from "../_shell/navigation.ts";

/** Names the roles that may open the page at hand. */
export function WhosePage() {
  const pathname = usePathname();
  const place = [...MAIN_PAGES, ...SETTINGS].find(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  if (!place) return null;
  const roles = new Intl.ListFormat("en", { type: "disjunction" }).format(rolesThatMay(place.permission));
  return (
    <p>
      “{place.label}” is for the role {roles}.
    </p>
  );
}
