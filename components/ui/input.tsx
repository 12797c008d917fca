"use client";

import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { useFieldWiring } from "./field.tsx";

/** The look of everything one types or chooses in. */
export const CONTROL =
  "w-full min-w-0 rounded-md border border-control bg-surface px-2 text-ink placeholder:text-faint hover:border-muted aria-invalid:border-red disabled:opacity-60";

/** A text field; inside a Field it needs no id, name or description of its own. */
export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={classes(CONTROL, "h-7", className)} {...props} {...useFieldWiring()} />;
}
