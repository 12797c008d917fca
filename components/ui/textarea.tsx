"use client";

import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { useFieldWiring } from "./field.tsx";
import { CONTROL } from "./input.tsx";

export function Textarea({ className, rows = 3, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={classes(CONTROL, "field-sizing-content max-h-80 min-h-16 py-1.5", className)}
      {...props}
      {...useFieldWiring()}
    />
  );
}
