import { shortcutsOnPage } from "./shortcut-keys.ts";

/** Something a person can do on the page in front. `keys` where it has a shortcut. */
export type PageAct = { label: string; keys: string | null; run: () => void };

/**
 * The acts of the page in front, read from the page itself, so that none is offered that it does not show: elements with `data-keys` outside
 * navigations, and in `main` those with `data-act`, which buttons of dialogs have. Those of one line of a list are left out: they are alike.
 */
export function actsOnPage(): PageAct[] {
  const acts = new Map<string, PageAct>();
  for (const { keys, label, target } of shortcutsOnPage()) {
    if (!isPartOf(target, "nav, search")) add(acts, { label: target.dataset.act ?? label, keys, target });
  }
  for (const target of document.querySelectorAll<HTMLElement>("main [data-act]")) {
    if (isPartOf(target, "li, tr") || !target.checkVisibility()) continue;
    add(acts, { label: target.dataset.act ?? "", keys: null, target });
  }
  return [...acts.values()];
}

function isPartOf(element: HTMLElement, selector: string): boolean {
  return element.closest(selector) !== null;
}

function add(acts: Map<string, PageAct>, of: { label: string; keys: string | null; target: HTMLElement }): void {
  const { label, keys, target } = of;
  if (label === "" || acts.has(label)) return;
  acts.set(label, {
    label,
    keys,
    run: () => (target.matches("input, select, textarea") ? target.focus() : target.click()),
  });
}
