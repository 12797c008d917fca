"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";

const ToastContext = createContext<(text: string) => void>(() => {});

/** Says that an act is done, in the corner, for six seconds; screen readers hear it too. */
export function useToast(): (text: string) => void {
  return useContext(ToastContext);
}

export function ToastProvider({ children }: { children: ReactNode }) {
  // An object, so that the same words said twice are shown twice as long.
  const [said, setSaid] = useState<{ text: string } | null>(null);
  const text = said?.text ?? "";
  const shelf = useRef<HTMLDivElement>(null);
  const toast = useCallback((words: string) => setSaid({ text: words }), []);

  useEffect(() => {
    if (!said) return;
    // A popover is in the top layer: above an open dialog's backdrop as well.
    if (shelf.current?.matches(":not(:popover-open)")) shelf.current.showPopover();
    const timer = setTimeout(() => setSaid(null), 6000);
    return () => clearTimeout(timer);
  }, [said]);

  useEffect(() => {
    if (!said && shelf.current?.matches(":popover-open")) shelf.current.hidePopover();
  }, [said]);

  return (
    <ToastContext value={toast}>
      {children}
      <p role="status" className="sr-only">
        {text}
      </p>
      <div
        ref={shelf}
        popover="manual"
        aria-hidden="true"
        className="fixed inset-auto right-4 bottom-4 m-0 max-w-80 animate-appear rounded-md bg-ink px-3 py-2 text-canvas shadow-raised"
      >
        {text}
      </div>
    </ToastContext>
  );
}
