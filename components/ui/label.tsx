import type { ComponentProps } from "react";
import { classes } from "./classes.tsx";

export function Label({ className, htmlFor, children, ...props }: ComponentProps<"label"> & { htmlFor: string }) {
  return (
    <label htmlFor={htmlFor} className={classes("text-xs font-medium text-muted", className)} {...props}>
      {children}
    </label>
  );
}
