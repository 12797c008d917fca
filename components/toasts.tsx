"use client";

import { Toaster } from "sonner";

const DURATION_MS = 6000;

/**
 * The place where `toast()` of sonner says that an act is done: for six seconds, longer while it is pointed at or has the focus. Screen
 * readers announce it, Alt+T moves the focus to it. The important classes override the style sheet of sonner, which is in no layer.
 */
export function Toasts() {
  return (
    <Toaster
      position="bottom-right"
      expand
      gap={8}
      offset={16}
      mobileOffset={16}
      customAriaLabel="Notifications, Alt+T"
      closeButton
      toastOptions={{
        duration: DURATION_MS,
        unstyled: true,
        closeButtonAriaLabel: "Close",
        classNames: {
          toast:
            "flex w-80 max-w-full flex-row-reverse items-start gap-2 rounded-md bg-ink px-3 py-2 text-canvas shadow-raised! focus-visible:outline-2! focus-visible:outline-offset-2! focus-visible:outline-accent!",
          content: "min-w-0 flex-1",
          closeButton:
            "-my-0.5 -mr-1.5 grid size-6 shrink-0 place-items-center rounded-sm text-canvas hover:opacity-80 focus-visible:outline-canvas",
        },
      }}
    />
  );
}
