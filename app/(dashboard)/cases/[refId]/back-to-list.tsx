"use client";

import Link from "next/link";
import { returnToList, useRememberedCase } from "../list-place.ts";

/** Leads back to the list that the case was opened from, as it was left, or to all cases. */
export function BackToList({ list, caseId }: { list: { text: string; backPath: string } | undefined; caseId: number }) {
  useRememberedCase(list?.text, caseId);
  return (
    <Link
      href={list?.backPath ?? "/cases"}
      onClick={returnToList}
      scroll={list === undefined}
      className="inline-flex min-h-10 items-center rounded-sm hover:text-ink hover:underline md:min-h-6"
    >
      Cases
    </Link>
  );
}
