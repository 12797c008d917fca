"use client";

import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { useFieldWiring } from "./field.tsx";

/** The classes that Input, Select and Textarea share. */
export const CONTROL =
  "w-full min-w-0 rounded-md border border-control bg-surface px-2 text-ink placeholder:text-faint hover:border-muted aria-invalid:border-red disabled:opacity-60";

/** A text field. Inside a Field it takes its id, name and description from there. */
export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={classes(CONTROL, "h-7 pointer-coarse:h-10", className)} {...props} {...useFieldWiring()} />;
}
