"use client";

import { type ReactNode, type ToggleEvent, useId } from "react";
import { Button, type ButtonLook } from "./button.tsx";

/** A button and a list below it, in a native popover: Escape and a click elsewhere close it, and the focus returns to the button. */
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
  const onBeforeToggle = ({ currentTarget, newState }: ToggleEvent<HTMLElement>) => {
    if (newState === "open") placeAtTrigger(currentTarget, props.align ?? "start");
  };
  return (
    <span className={props.className}>
      <Button variant={props.variant} size={props.size} aria-label={props.label} popoverTarget={id}>
        {props.trigger}
      </Button>
      <div
        id={id}
        popover="auto"
        onBeforeToggle={onBeforeToggle}
        className="absolute inset-auto m-0 min-w-44 overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-raised"
      >
        {props.children}
      </div>
    </span>
  );
}

/** The classes of a link or button in a Menu. */
export const MENU_LINE =
  "flex min-h-7 w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover focus-visible:-outline-offset-2 [&_svg]:size-3.5 [&_svg]:text-faint";

const GAP = 4;

/**
 * Places a menu that is about to open below its button, or above it where there is more room. Measured, because Firefox has had CSS anchor
 * positioning only since version 147 and Safari since 26. A popover is placed from the corner of the document, so it scrolls with it.
 */
function placeAtTrigger(menu: HTMLElement, align: "start" | "end"): void {
  const trigger = menu.previousElementSibling?.getBoundingClientRect();
  if (!trigger) return;
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const [above, below] = [trigger.top, height - trigger.bottom];
  const { style } = menu;
  style.top = below >= above ? `${scrollY + trigger.bottom + GAP}px` : "auto";
  style.bottom = below >= above ? "auto" : `${height - scrollY - trigger.top + GAP}px`;
  style.left = align === "start" ? `${scrollX + trigger.left}px` : "auto";
  style.right = align === "start" ? "auto" : `${width - scrollX - trigger.right}px`;
  style.maxHeight = `${Math.max(above, below) - 3 * GAP}px`;
  // The button moves when the window changes.
  window.addEventListener("resize", () => menu.isConnected && menu.hidePopover(), { once: true });
}
