import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

/** A checkbox inside its label; the target is 24 px high. */
export function Checkbox({ children, className, ...props }: ComponentProps<"input"> & { children: ReactNode }) {
  return (
    <label className={classes("flex min-h-6 cursor-pointer items-center gap-2", className)}>
      <input type="checkbox" className="size-3.5 shrink-0 accent-accent-fill" {...props} />
      {children}
    </label>
  );
}
