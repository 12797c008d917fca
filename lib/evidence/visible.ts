/** Characters that show nothing or turn the order of others round. Line feeds and tabs stay, and joiners, which some scripts need. */
const HIDDEN = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\n\r\t\u200c\u200d]]/gv;

/** The text with its hidden characters named, so that a reader sees what is there. */
export function visible(text: string): string {
  return text.replace(HIDDEN, named);
}

/** `⟨U+202E⟩` */
export function named(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
