import fc from "fast-check";
import { type Node, SyntaxKind } from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";
import { describe, expect, it } from "vitest";
import { z } from "zod";

/**
 * A request, a note or a message may hold a megabyte of one letter. A pattern that needs more than linear time for it stops the whole
 * process, so each one of the product is held to inputs made of its own characters, ever longer, which it nearly matches.
 */
const FOLDERS = /^(app|bin|components|db|lib)\//;
/** What the library matches for us against texts of strangers. */
const BORROWED = [z.regexes.email];

/** Lengths grow by a half: an exponential pattern is caught before it takes a minute. */
const LENGTHS = Array.from({ length: 16 }, (_, step) => Math.round(8 * 1.5 ** step));
/** Two steps are 2.25 times the length: 2.25 times the time if linear, 5.06 times if quadratic. */
const LINEAR = 3.4;
/** Less than this says nothing about growth. */
const LEAST_MS = 1;

type Found = { where: string; source: string; flags: string };

describe("patterns", () => {
  const { literals, made } = readPatterns();

  it("are found where they stand in the code", () => {
    expect(literals.length).toBeGreaterThan(50);
    expect(literals.map(({ source }) => source)).toContain("^application\\/(?:[\\w.+-]+\\+)?json\\s*(?:;|$)");
  });

  it("are written as literals, so that the next test sees each of them", () => {
    expect(made).toEqual([]);
  });

  it("are told apart: a linear one from a quadratic and an exponential one", () => {
    expect(superlinear(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)).toBeUndefined();
    expect(superlinear(/(?<!\/)\/+$/)).toBeUndefined();
    expect(superlinear(/\/+$/)).toBeDefined();
    expect(superlinear(/[^\s<>]+@[^\s<>]+/g)).toBeDefined();
    expect(superlinear(/"[^"\\]*(?:\\.[^"\\]*)*"/g)).toBeDefined();
    expect(superlinear(/^id:(\w+\s?)*$/)).toBeDefined();
    expect(superlinear(/^(a|a)*$/)).toBeDefined();
  });

  it("need time in proportion to the text, whatever it holds", () => {
    const all = [...literals, ...BORROWED.map(({ source, flags }) => ({ where: "zod", source, flags }))];
    const slow = all.flatMap(({ where, source, flags }) => {
      const input = superlinear(new RegExp(source, flags));
      return input
        ? [
            `${where}: /${source}/ is superlinear for ${input}. Anchor it, bound it, or make its parts exclude each other.`,
          ]
        : [];
    });
    expect(slow).toEqual([]);
  });
});

/** Every regular expression of the product, and every place that makes one from a text. Read by the compiler's own parser. */
function readPatterns(): { literals: Found[]; made: string[] } {
  const root = process.cwd();
  const api = new API({ cwd: root });
  const project = api.updateSnapshot({ openProject: `${root}/tsconfig.json` }).getProject(`${root}/tsconfig.json`);
  if (!project) throw new Error("The compiler does not read tsconfig.json.");
  const literals = new Map<string, Found>();
  const made: string[] = [];
  for (const name of project.program.getSourceFileNames()) {
    const path = name.slice(root.length + 1);
    if (!name.startsWith(root) || !FOLDERS.test(path) || path.includes(".test.")) continue;
    const visit = (node: Node): void => {
      if (node.kind === SyntaxKind.RegularExpressionLiteral) {
        const text = node.getText();
        const end = text.lastIndexOf("/");
        literals.set(text, { where: path, source: text.slice(1, end), flags: text.slice(end + 1) });
      }
      const makes = node.kind === SyntaxKind.NewExpression || node.kind === SyntaxKind.CallExpression;
      if (makes && /^(new\s+)?RegExp\b/.test(node.getText())) made.push(path);
      node.forEachChild(visit);
    };
    const file = project.program.getSourceFile(name);
    if (file) visit(file);
  }
  api.close();
  return { literals: [...literals.values()], made };
}

/** Without one of these a pattern looks at no more than so many characters from each place, which is linear. */
const UNBOUNDED = /[*+]|\{\d+,\}/;

/** The input for which `pattern` needs more than linear time, in words; undefined when none was found. */
function superlinear(pattern: RegExp): string | undefined {
  if (!UNBOUNDED.test(pattern.source)) return undefined;
  for (const [prefix, pump, tail] of adversaries(pattern)) {
    const times: number[] = [];
    for (const length of LENGTHS) {
      const text = `${prefix}${pump.repeat(Math.ceil(length / pump.length))}${tail}`;
      const time = leastTime(pattern, text);
      times.push(time);
      const before = times.at(-3);
      if (time > LEAST_MS && before !== undefined && time / before > LINEAR) {
        return JSON.stringify([prefix, `${pump} × n`, tail]);
      }
    }
  }
  return undefined;
}

/** One run when it is quick; otherwise the least of several, since the machine does other things beside. */
function leastTime(pattern: RegExp, text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const begun = performance.now();
    if (pattern.global) text.match(pattern);
    else pattern.test(text);
    least = Math.min(least, performance.now() - begun);
    if (least < LEAST_MS) break;
  }
  return least;
}

/** Beginnings that match, then one or two of the pattern's characters over and over, then an end that does not match. */
function* adversaries(pattern: RegExp): Generator<[string, string, string]> {
  const characters = alphabet(pattern);
  const pumps = new Set(characters.flatMap((one) => characters.map((other) => (one === other ? one : one + other))));
  for (const prefix of beginnings(pattern))
    for (const pump of pumps) for (const tail of ["", "\n\u{1F600}"]) yield [prefix, pump, tail];
}

/** One character of each kind that the pattern tells apart: its own letters, and one inside and one outside of each of its classes. */
function alphabet({ source, flags }: RegExp): string[] {
  const atoms = source.match(/\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\.|[^\\[\]]/gs) ?? [];
  const classes = atoms.flatMap((atom) => {
    try {
      return [new RegExp(`^${atom}$`, flags.replace(/[gy]/g, ""))];
    } catch {
      return [];
    }
  });
  const candidates = [...Array.from({ length: 127 }, (_, code) => String.fromCharCode(code)), "é", "\u2028", "\u202e"];
  const kinds = new Map<string, string>();
  for (const character of candidates.reverse()) {
    kinds.set(classes.map((one) => Number(one.test(character))).join(""), character);
  }
  return [...kinds.values()].slice(0, 10);
}

/** Nothing, and some beginnings of texts that match. */
function beginnings(pattern: RegExp): string[] {
  const plain = new RegExp(pattern.source.replaceAll("\\b", ""), pattern.flags.replace(/[gy]/g, ""));
  try {
    const [whole = ""] = fc.sample(fc.stringMatching(plain, { size: "xsmall" }), { seed: 1, numRuns: 1 });
    const cuts = [0, 1, 3, 6, whole.length].filter((at) => at <= whole.length);
    return [...new Set(cuts.map((at) => whole.slice(0, at)))];
  } catch {
    return [""];
  }
}
