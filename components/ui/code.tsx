import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { isolateTexts, visibleText } from "./user-text.tsx";

/** An id, an address or a word of a protocol, in a font that tells its characters apart. */
export function Code({ className, title, children, ...props }: ComponentProps<"code">) {
  return (
    <code className={classes("font-mono text-xs", className)} title={title && visibleText(title)} {...props}>
      {isolateTexts(children)}
    </code>
  );
}
