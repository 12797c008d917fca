"use client";

import { createContext, type ReactNode, type RefObject, useCallback, useContext, useEffect } from "react";

const TEXT = "textarea[name], input[name]:not([type]), input[name][type=text]";
const PREFIX = "draft:";
const SIGNED_OUT = "casewire-signed-out";

const OwnerContext = createContext<string | undefined>(undefined);

/**
 * Says whose drafts the forms within keep: nobody is shown what another person began, and what another left behind in this tab goes. When
 * one of the browser's tabs signs out, the others forget theirs too and leave for `signedOutPath`.
 */
export function DraftsOwner(props: { id: string; signedOutPath: string; children: ReactNode }) {
  const { id, signedOutPath } = props;
  useEffect(() => {
    forgetDrafts((slot) => !slot.startsWith(slotOf(id, "")));
    const channel = new BroadcastChannel(SIGNED_OUT);
    channel.onmessage = () => {
      forgetDrafts();
      window.location.assign(signedOutPath);
    };
    return () => channel.close();
  }, [id, signedOutPath]);
  return <OwnerContext value={id}>{props.children}</OwnerContext>;
}

/** Forgets every draft of this browser: its person has signed out. */
export function leaveNoDrafts(): void {
  forgetDrafts();
  const channel = new BroadcastChannel(SIGNED_OUT);
  channel.postMessage("signed out");
  channel.close();
}

/**
 * Keeps the half-written text of a form in sessionStorage until it is sent, also over the end of a session: the same person finds it when
 * they sign in again. Passwords and choices are not text.
 */
export function useDrafts(form: RefObject<HTMLFormElement | null>, key?: string) {
  const owner = useContext(OwnerContext);
  const slot = key && owner && slotOf(owner, key);

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

function slotOf(owner: string, key: string): string {
  return `${PREFIX}${owner}:${key}`;
}

function forgetDrafts(which: (slot: string) => boolean = () => true): void {
  for (const slot of Object.keys(sessionStorage)) {
    if (slot.startsWith(PREFIX) && which(slot)) sessionStorage.removeItem(slot);
  }
}

function textControls(form: HTMLFormElement | null) {
  return [...(form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(TEXT) ?? [])];
}
