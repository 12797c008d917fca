export type Shortcut = { keys: string; label: string; target: HTMLElement };

/** The key of a press: `c`, `shift+r`, `?`. Null in a text field, in a dialog and with a modifier other than shift. */
export function shortcutKey(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return null;
  const target = event.target as HTMLElement;
  if (target.isContentEditable || target.matches("input, select, textarea")) return null;
  if (document.querySelector("dialog[open]")) return null;
  if (event.key.length !== 1 || event.key === " ") return null;
  const key = event.key.toLowerCase();
  return event.shiftKey && key !== event.key ? `shift+${key}` : key;
}

/** Every visible element with `data-keys`; of two with the same keys the first. Its label is `data-keys-label`, or its name. */
export function shortcutsOnPage(): Shortcut[] {
  const found = new Map<string, Shortcut>();
  for (const target of document.querySelectorAll<HTMLElement>("[data-keys]")) {
    const keys = target.dataset.keys;
    if (!keys || found.has(keys) || !target.checkVisibility()) continue;
    const label = target.dataset.keysLabel ?? target.ariaLabel ?? target.textContent?.trim() ?? "";
    found.set(keys, { keys, label, target });
  }
  return [...found.values()];
}

/** Focuses the field or clicks the element that has `keys`; false where there is none. */
export function runShortcut(keys: string): boolean {
  const target = shortcutsOnPage().find((shortcut) => shortcut.keys === keys)?.target;
  if (target?.matches("input, select, textarea")) target.focus();
  else target?.click();
  return target !== undefined;
}
