"use client";

import type { KeyboardEvent } from "react";

/** The links of the cases listed, in the order of the page. Each stands in the element of its row. */
function shownLinks(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-row] a[data-case]")].filter((link) =>
    link.checkVisibility(),
  );
}

function rowInFocus(): Element | null {
  return document.activeElement?.closest("[data-row]") ?? null;
}

function move(by: 1 | -1): void {
  const links = shownLinks();
  const at = links.findIndex((link) => link.closest("[data-row]") === rowInFocus());
  const next = at < 0 ? links.at(by > 0 ? 0 : -1) : links[at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Enter opens a case also where the checkbox of its row has the focus. A link does so by itself. */
export function openOnEnter(event: KeyboardEvent): void {
  const box = event.target as HTMLElement;
  if (event.key !== "Enter" || !box.matches("input[type=checkbox]")) return;
  event.preventDefault();
  rowInFocus()?.querySelector<HTMLElement>("a[data-case]")?.click();
}

/** Keys of a list of cases, as buttons for the list of shortcuts to find. Nobody tabs to them or hears of them. */
export function ListKeys({ choosing }: { choosing: boolean }) {
  const choose = () => rowInFocus()?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  return (
    <div aria-hidden="true" className="sr-only">
      <button type="button" tabIndex={-1} data-keys="j" data-keys-label="Next case" onClick={() => move(1)} />
      <button type="button" tabIndex={-1} data-keys="k" data-keys-label="Case before" onClick={() => move(-1)} />
      {choosing ? (
        <button type="button" tabIndex={-1} data-keys="x" data-keys-label="Choose the case" onClick={choose} />
      ) : null}
    </div>
  );
}
