/** How wide a word is, in points. */
export type Measure = (word: string) => number;

/** Letters of scripts that run from right to left. */
export const RTL = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const STRONG = /\p{L}/u;

/**
 * The lines of a text within `width`, each with its words in the order in which they stand from left to right. pdfkit shapes and turns the
 * letters of one word, and knows nothing of the order of words. Numbers between words from right to left keep their place among these.
 */
export function visualLines(text: string, width: number, measure: Measure): string[][] {
  return text.split(/\r?\n/).flatMap((paragraph) => {
    const lines = brokenLines(paragraph.replaceAll("\t", "  "), width, measure);
    const rightToLeft = RTL.test(firstStrong(paragraph));
    return lines.map((words) => ordered(words, rightToLeft));
  });
}

function firstStrong(text: string): string {
  return STRONG.exec(text)?.[0] ?? "";
}

function brokenLines(paragraph: string, width: number, measure: Measure): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let used = 0;
  const space = measure(" ");
  for (const word of paragraph.split(" ").flatMap((one) => piecesOf(one, width, measure))) {
    const wide = measure(word);
    if (line.length > 0 && used + space + wide > width) {
      lines.push(line);
      line = [];
      used = 0;
    }
    used += line.length > 0 ? space + wide : wide;
    line.push(word);
  }
  return [...lines, line];
}

/** A word that fits no line, such as a hash, in parts that do. */
function piecesOf(word: string, width: number, measure: Measure): string[] {
  if (measure(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && measure(piece + character) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

function ordered(words: string[], rightToLeft: boolean): string[] {
  if (!words.some((word) => RTL.test(word))) return words;
  const against = (word: string) => (rightToLeft ? STRONG.test(word) && !RTL.test(word) : RTL.test(word));
  const turned = runsTurned(words, against);
  return rightToLeft ? turned.reverse() : turned;
}

/** Reverses each run of words that goes against its line; what has no letter goes with the words on both its sides. */
function runsTurned(words: string[], against: (word: string) => boolean): string[] {
  const result: string[] = [];
  for (let at = 0; at < words.length; ) {
    const end = endOfRun(words, at, against);
    result.push(...words.slice(at, end).reverse());
    at = end;
  }
  return result;
}

/** Where the run ends that begins at `at`. A word that goes with its line is a run of itself. */
function endOfRun(words: string[], at: number, against: (word: string) => boolean): number {
  let end = at + 1;
  if (!against(words[at] ?? "")) return end;
  for (let next = end; next < words.length; next++) {
    const word = words[next] ?? "";
    if (against(word)) end = next + 1;
    else if (STRONG.test(word)) break;
  }
  return end;
}
