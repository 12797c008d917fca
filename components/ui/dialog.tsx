"use client";

import { X } from "lucide-react";
import { createContext, type MouseEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from "react";
import { Button, type ButtonLook } from "./button.tsx";
import { classes } from "./classes.ts";
import { isolateTexts, visibleText } from "./user-text.tsx";

const CloseContext = createContext<() => void>(() => {});

/** Closes the dialog around the caller; does nothing outside one. */
export function useCloseDialog(): () => void {
  return useContext(CloseContext);
}

const SHAPES = {
  centre: "m-auto w-[min(32rem,calc(100vw-2rem))] max-h-[85dvh] rounded-lg",
  wide: "m-auto w-[min(52rem,calc(100vw-2rem))] max-h-[85dvh] rounded-lg",
  drawer: "my-0 mr-0 ml-auto h-dvh max-h-dvh w-[min(34rem,100vw)] border-y-0 border-r-0",
};

const FIRST_FIELD = "textarea, select, input:not([type=hidden])";

type Frame = { title: ReactNode; description?: ReactNode; shape?: keyof typeof SHAPES; children: ReactNode };

/**
 * A modal dialog that its parent opens and closes. The browser keeps the focus inside, closes it on Escape and returns the focus. A click
 * outside is told here, because Firefox has had `closedby` only since version 141 and Safari since 27.3.
 */
export function Modal({ open, onClose, ...frame }: Frame & { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const pressedOutside = useRef(false);
  const id = useId();
  useEffect(() => {
    if (open) {
      dialog.current?.showModal();
      // The browser would focus the close button.
      dialog.current?.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
    } else dialog.current?.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: with the keyboard Escape closes it
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby={`${id}-title`}
      aria-describedby={frame.description ? `${id}-description` : undefined}
      onPointerDown={(event) => {
        pressedOutside.current = isOutside(event);
      }}
      onClick={(event) => {
        // A press that began inside selects text.
        if (pressedOutside.current && isOutside(event)) onClose();
      }}
      className={classes(
        // A dialog stands in its opener's cell, whose alignment is not its own.
        "border border-line bg-raised p-0 text-left whitespace-normal text-ink shadow-raised open:animate-appear",
        SHAPES[frame.shape ?? "centre"],
      )}
    >
      {open ? (
        <CloseContext value={onClose}>
          <header className="sticky top-0 z-10 flex items-start gap-3 border-b border-line bg-raised px-4 py-3">
            <div className="grid min-w-0 gap-0.5">
              <h2 id={`${id}-title`} className="text-base font-semibold">
                {isolateTexts(frame.title)}
              </h2>
              {frame.description ? (
                <p id={`${id}-description`} className="text-muted">
                  {isolateTexts(frame.description)}
                </p>
              ) : null}
            </div>
            <Button variant="ghost" size="icon" aria-label="Close" className="ml-auto" onClick={onClose}>
              <X aria-hidden="true" />
            </Button>
          </header>
          <div className="p-4">{frame.children}</div>
        </CloseContext>
      ) : null}
    </dialog>
  );
}

/** Whether the pointer is on the backdrop, which belongs to the dialog's element. */
function isOutside({ target, currentTarget, clientX, clientY }: MouseEvent<HTMLDialogElement>): boolean {
  if (target !== currentTarget) return false;
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

/** A button and the dialog it opens. The content is rendered once it is open; a Form inside closes it when done. */
export function Dialog({
  trigger,
  triggerLabel,
  variant,
  size,
  className,
  keys,
  ...frame
}: Frame & ButtonLook & { trigger: ReactNode; triggerLabel?: string; keys?: string; className?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant={variant}
        size={size}
        className={className}
        aria-label={triggerLabel && visibleText(triggerLabel)}
        aria-haspopup="dialog"
        data-keys={keys}
        data-act={typeof frame.title === "string" ? visibleText(frame.title) : undefined}
        onClick={() => setOpen(true)}
      >
        {isolateTexts(trigger)}
      </Button>
      <Modal {...frame} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
