import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { visibleText, writtenIn } from "./written.tsx";

/** An id, an address, a word of a protocol: set so that every character can be told from the next. */
export function Code({ className, title, children, ...props }: ComponentProps<"code">) {
  return (
    <code className={classes("font-mono text-xs", className)} title={title && visibleText(title)} {...props}>
      {writtenIn(children)}
    </code>
  );
}
