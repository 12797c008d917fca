"use client";

import { useEffect, useLayoutEffect } from "react";

/** A list as it was left, and the case looked at last: the browser tab remembers one. `lists`: each address by which its cases name it. */
type ListPlace = { lists: string[]; scrollY?: number; caseId?: number; returning?: boolean };

const KEY = "casewire-list-place";

function read(): ListPlace | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as ListPlace | null;
  } catch {
    return null;
  }
}

function write(place: ListPlace): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // Without storage one comes back to the top of the list.
  }
}

/** Called as the reader goes back to the list. */
export function returnToList(): void {
  const place = read();
  if (place) write({ ...place, returning: true });
}

/** The case page's part: it says which case was looked at last, and that the browser's own Back leads to the list. */
export function useRememberedCase(list: string | undefined, caseId: number): void {
  useEffect(() => {
    if (list === undefined) return;
    const before = read();
    const left = before?.lists.includes(list) ? before : { lists: [list] };
    write({ ...left, caseId, returning: false });
    window.addEventListener("popstate", returnToList);
    return () => window.removeEventListener("popstate", returnToList);
  }, [list, caseId]);
}

/**
 * The list's part: it comes back where it was left, with the focus on the case looked at last. `lists` are the addresses that its cases
 * name; the returned function is called before one of them is opened.
 */
export function useRestoredPlace(lists: readonly string[]): () => void {
  const key = lists.join("\n");
  useLayoutEffect(() => {
    const place = read();
    if (!place?.returning || !key.split("\n").some((list) => place.lists.includes(list))) return;
    const link = document.querySelector<HTMLElement>(`a[data-case="${place.caseId}"]`);
    // After the router's own scrolling to the top.
    const frame = requestAnimationFrame(() => {
      write({ ...place, returning: false });
      if (place.scrollY !== undefined) window.scrollTo(0, place.scrollY);
      link?.focus({ preventScroll: true });
      link?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    return () => cancelAnimationFrame(frame);
  }, [key]);
  return () => write({ lists: key.split("\n"), scrollY: window.scrollY });
}
