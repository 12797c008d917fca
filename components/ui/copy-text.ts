/**
 * Puts `text` on the clipboard; false where the browser lets no way lead there. Its clipboard is for origins that it trusts, which one of
 * plain HTTP by another name than localhost is not: there the text is selected and copied as by hand. `near` is what was pressed.
 */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, near);
  }
}

function copyBySelection(text: string, near: HTMLElement): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.ariaHidden = "true";
  area.className = "sr-only";
  // What lies outside an open dialog cannot be selected.
  (near.closest("dialog") ?? document.body).append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
