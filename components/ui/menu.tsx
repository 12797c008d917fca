"use client";

import { type ReactNode, useId } from "react";
import { Button, type ButtonLook } from "./button.tsx";
import { classes } from "./classes.ts";

/** A button and what it unfolds beneath itself, in a native popover: Escape and a click elsewhere close it. */
export function Menu(
  props: ButtonLook & {
    trigger: ReactNode;
    label?: string;
    align?: "start" | "end";
    className?: string;
    children: ReactNode;
  },
) {
  const id = useId();
  return (
    <span className={classes("relative inline-flex [anchor-scope:--menu]", props.className)}>
      <Button
        variant={props.variant}
        size={props.size}
        aria-label={props.label}
        popoverTarget={id}
        className="[anchor-name:--menu]"
      >
        {props.trigger}
      </Button>
      <div
        id={id}
        popover="auto"
        className={classes(
          "absolute inset-auto top-[anchor(bottom)] m-0 mt-1 max-h-[70dvh] min-w-44 overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-raised [position-anchor:--menu] [position-try-fallbacks:flip-block,flip-inline]",
          props.align === "end" ? "right-[anchor(right)]" : "left-[anchor(left)]",
        )}
      >
        {props.children}
      </div>
    </span>
  );
}

/** The look of one line in a Menu, for a link or a button. */
export const MENU_LINE =
  "flex min-h-7 w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover focus-visible:-outline-offset-2 [&_svg]:size-3.5 [&_svg]:text-faint";
