"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { useFieldWiring } from "./field.tsx";
import { CONTROL } from "./input.tsx";

/** The browser's own select: keyboard, phone picker and screen readers for nothing. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  const wiring = useFieldWiring();
  return (
    <span className={classes("relative inline-grid w-full items-center", className)}>
      <select
        // A form's reset goes back to the options first rendered; the value that comes back after a refusal must be among them.
        key={wiring.defaultValue}
        className={classes(CONTROL, "h-7 appearance-none pr-7")}
        {...props}
        {...wiring}
      />
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute right-2 size-3.5 text-faint" />
    </span>
  );
}
