import { createElement, Fragment, type ReactNode } from "react";

/**
 * Characters that show nothing or turn the writing: controls, bidi marks and overrides, zero-width and filling ones, tags. Not among them
 * are line breaks, tabs, and the joiners and selectors behind a letter or picture that is written with them.
 */
const UNSEEN =
  /(?<![\p{Script=Arabic}\p{Script=Bengali}\p{Script=Devanagari}\p{Script=Malayalam}\p{Script=Sinhala}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d\ufe0e\ufe0f]|\r(?!\n)|[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\u2800]--[\u200c\u200d\ufe0e\ufe0f\n\r\t]]/gv;

/**
 * A text of a person or of the sender as it is shown, in an attribute as on the page: what cannot be seen is named, so that no name reads
 * as another one.
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (found) => {
    const code = found.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x24_00 + code);
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** Letters that are written from right to left, which could turn what stands beside them. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The same for the texts among the children of a part of a page, which may be somebody's. */
export function writtenIn(children: ReactNode): ReactNode {
  if (typeof children === "string") {
    const shown = visibleText(children);
    return shown === children && !RIGHT_TO_LEFT.test(children) ? children : <bdi>{shown}</bdi>;
  }
  // What JSX makes of several children; its places do not change, so they need no keys.
  return Array.isArray(children) ? createElement(Fragment, null, ...children.map(writtenIn)) : children;
}

/** A text of a person or of the sender: what is unseen in it is named, and its direction does not reach what stands beside it. */
export function Written({ children }: { children: string }) {
  return <bdi>{visibleText(children)}</bdi>;
}
