import { createElement, Fragment, type ReactNode } from "react";

/**
 * Characters that are not seen or change the direction: controls, bidi marks and overrides, zero-width and filling ones, tags. Line breaks
 * and tabs are left out, and joiners and variation selectors after a letter or emoji that uses them.
 */
const UNSEEN =
  /(?<![\p{Script=Arabic}\p{Script=Bengali}\p{Script=Devanagari}\p{Script=Malayalam}\p{Script=Sinhala}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d\ufe0e\ufe0f]|\r(?!\n)|[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\u2800]--[\u200c\u200d\ufe0e\ufe0f\n\r\t]]/gv;

/** A text of a person or of the sender, as a page or an attribute shows it: unseen characters are named, so that no name looks like another. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (found) => {
    const code = found.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x24_00 + code);
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** Letters of scripts that run from right to left and could reorder the text beside them. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The texts among `children` with unseen characters named and their direction isolated: any of them may be somebody's. */
export function isolateTexts(children: ReactNode): ReactNode {
  if (typeof children === "string") {
    const shown = visibleText(children);
    return shown === children && !RIGHT_TO_LEFT.test(children) ? children : <bdi>{shown}</bdi>;
  }
  // JSX children in a fixed order, which need no keys.
  return Array.isArray(children) ? createElement(Fragment, null, ...children.map(isolateTexts)) : children;
}

/** A text of a person or of the sender with unseen characters named and its direction isolated. */
export function UserText({ children }: { children: string }) {
  return <bdi>{visibleText(children)}</bdi>;
}
