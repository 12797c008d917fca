export type Shortcut = { keys: string; label: string; target: HTMLElement };

/** Controls in which letters are typed or choose. A checkbox or radio button that has the focus takes none. */
const TAKES_LETTERS = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), select, textarea";

/** The key of a press: `c`, `shift+r`, `?`. Null in a text field, in a dialog and with a modifier other than shift. */
export function shortcutKey(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return null;
  const target = event.target as HTMLElement;
  if (target.isContentEditable || target.matches(TAKES_LETTERS)) return null;
  if (document.querySelector("dialog[open]")) return null;
  if (event.key.length !== 1 || event.key === " ") return null;
  const key = event.key.toLowerCase();
  return event.shiftKey && key !== event.key ? `shift+${key}` : key;
}

/**
 * Every visible element with `data-keys`; of two with the same keys the first inside `main`, or the first of all. Its label is
 * `data-keys-label`, or its name.
 */
export function shortcutsOnPage(): Shortcut[] {
  const found = new Map<string, Shortcut>();
  const [inMain, all] = ["main [data-keys]", "[data-keys]"].map((selector) =>
    document.querySelectorAll<HTMLElement>(selector),
  );
  for (const target of [...(inMain ?? []), ...(all ?? [])]) {
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
