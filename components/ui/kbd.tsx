import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

export function Kbd({ className, ...props }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={classes(
        "inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line-strong bg-sunken px-1 font-sans text-2xs text-muted",
        className,
      )}
      {...props}
    />
  );
}
