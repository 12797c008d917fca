"use client";

import { Clock } from "lucide-react";
import { classes } from "#components/ui/classes";
import { useExactTimes } from "./use-exact-times.ts";

/** Shows every relative time in full: one control that touch and keyboard reach, where a title needs a mouse. */
export function ExactTimesButton({ className }: { className?: string }) {
  const [exact, setExact] = useExactTimes();
  return (
    <button
      type="button"
      aria-label="Exact times"
      aria-pressed={exact}
      title="Exact times (z)"
      data-keys="z"
      onClick={() => setExact(!exact)}
      className={classes(
        "grid size-7 pointer-coarse:size-10 place-items-center rounded-md [&_svg]:size-3.5",
        exact ? "bg-sunken text-ink" : "text-faint hover:bg-hover hover:text-ink",
        className,
      )}
    >
      <Clock aria-hidden="true" />
    </button>
  );
}
