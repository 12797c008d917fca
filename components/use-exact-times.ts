"use client";

import { usePersistedFlag } from "./use-persisted-flag.ts";

/** Whether times that are relative are shown in full, on every page of this browser. */
export function useExactTimes(): [boolean, (exact: boolean) => void] {
  return usePersistedFlag("exact-times", false);
}
