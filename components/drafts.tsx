"use client";

import { type RefObject, useCallback, useEffect } from "react";

const TEXT = "textarea[name], input[name]:not([type]), input[name][type=text]";

/** Keeps the half-written text of a form in sessionStorage until it is sent. Passwords and choices are not text. */
export function useDrafts(form: RefObject<HTMLFormElement | null>, key?: string) {
  const slot = key && `draft:${key}`;

  useEffect(() => {
    if (!slot) return;
    const draft = JSON.parse(sessionStorage.getItem(slot) ?? "{}") as Record<string, string>;
    for (const control of textControls(form.current)) {
      const text = draft[control.name];
      if (text && !control.value) control.value = text;
    }
  }, [form, slot]);

  const keep = useCallback(() => {
    if (!slot) return;
    const entries = textControls(form.current).map((control) => [control.name, control.value]);
    sessionStorage.setItem(slot, JSON.stringify(Object.fromEntries(entries)));
  }, [form, slot]);

  const forget = useCallback(() => {
    if (slot) sessionStorage.removeItem(slot);
  }, [slot]);

  return { keep, forget };
}

function textControls(form: HTMLFormElement | null) {
  return [...(form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(TEXT) ?? [])];
}
