"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { useFieldWiring } from "./field.tsx";
import { CONTROL } from "./input.tsx";

/** The browser's own select, with its keyboard, phone picker and screen reader support. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  const wiring = useFieldWiring();
  return (
    <span className={classes("relative inline-grid w-full items-center", className)}>
      <select
        // A form's reset restores the options of the first render, so a refused value needs a new element.
        key={wiring.defaultValue}
        className={classes(CONTROL, "h-7 appearance-none pr-7 pointer-coarse:h-10")}
        {...props}
        {...wiring}
      />
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute right-2 size-3.5 text-faint" />
    </span>
  );
}
