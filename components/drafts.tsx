"use client";

import { createContext, type ReactNode, type RefObject, useCallback, useContext, useEffect } from "react";

const TEXT_CONTROLS = "textarea[name], input[name]:not([type]), input[name][type=text]";
const PREFIX = "draft:";
const SIGNED_OUT = "casewire-signed-out";

const OwnerContext = createContext<string | undefined>(undefined);

/**
 * Sets whose drafts the forms inside keep, and deletes those of other persons from this tab. When one tab of the browser signs out, the
 * others delete their drafts too and go to `signedOutPath`.
 */
export function DraftsOwner(props: { id: string; signedOutPath: string; children: ReactNode }) {
  const { id, signedOutPath } = props;
  useEffect(() => {
    deleteDrafts((slot) => !slot.startsWith(slotOf(id, "")));
    const channel = new BroadcastChannel(SIGNED_OUT);
    channel.onmessage = () => {
      deleteDrafts();
      window.location.assign(signedOutPath);
    };
    return () => channel.close();
  }, [id, signedOutPath]);
  return <OwnerContext value={id}>{props.children}</OwnerContext>;
}

/** Deletes every draft of this browser, when its person signs out. */
export function deleteAllDrafts(): void {
  deleteDrafts();
  const channel = new BroadcastChannel(SIGNED_OUT);
  channel.postMessage("signed out");
  channel.close();
}

/**
 * Keeps the unsent text of a form in sessionStorage until it is sent. It outlives the session: the same person finds it after signing in
 * again. Passwords and choices are not kept.
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

function deleteDrafts(which: (slot: string) => boolean = () => true): void {
  for (const slot of Object.keys(sessionStorage)) {
    if (slot.startsWith(PREFIX) && which(slot)) sessionStorage.removeItem(slot);
  }
}

function textControls(form: HTMLFormElement | null) {
  return [...(form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(TEXT_CONTROLS) ?? [])];
}
