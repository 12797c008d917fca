import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** README.md and docs: that they are complete, and that what they name exists. */
const README_MAX_BYTES = 10_240;

const read = (path: string) => readFileSync(path, "utf8");
const pages = globSync("docs/**/*.md").sort();
const documents = ["README.md", ...pages].map((path) => ({ path, text: read(path) }));
const withoutBlocks = (text: string) => text.replace(/^```[\s\S]*?^```/gm, "");
const blocks = (text: string) => [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, code = ""]) => code);

/** The files that a page links to, from the root of the repository. */
function linksOf({ path, text }: { path: string; text: string }): string[] {
  return [...withoutBlocks(text).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => relative(".", join(dirname(path), target)));
}

describe("README.md", () => {
  const readme = documents[0] ?? { path: "", text: "" };

  it("is short enough to be read", () => {
    expect(Buffer.byteLength(readme.text)).toBeLessThanOrEqual(README_MAX_BYTES);
  });

  it("links to each page of docs, and the list of decisions to each decision", () => {
    const decisions = documents.find(({ path }) => path === "docs/decisions/README.md") ?? readme;
    const linked = new Set([...linksOf(readme), ...linksOf(decisions)]);
    expect(pages.filter((path) => !linked.has(path))).toEqual([]);
  });

  it("shows the handler of the recipe in docs/contributing.md", () => {
    const [handler] = blocks(readme.text).filter((code) => code.includes("Handler = {"));
    expect(handler).toBeDefined();
    expect(blocks(read("docs/contributing.md"))).toContain(handler);
  });
});

describe("documents", () => {
  it("name paths that exist", () => {
    /** Files that a recipe makes stand in the first line of its code. */
    const made = new Set(
      documents.flatMap(({ text }) => [...text.matchAll(/^\/\/ (\S+\.tsx?)$/gm)].map(([, at]) => at)),
    );
    const path =
      /^(?:app|bin|components|db|docs|e2e|lib|tools|\.config|\.github)\/[^\s<>…]*$|^[\w.-]+\.(?:md|json|csv)$/;
    const missing = documents.flatMap((document) => {
      const spans = [...withoutBlocks(document.text).matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
      const inBlocks = blocks(document.text).flatMap(
        (code) => code.match(/(?<![\w./#-])(?:app|bin|db|docs|e2e|lib|tools)\/[\w./()[\]*-]*[\w\])]/g) ?? [],
      );
      const named = [...spans.filter((span) => path.test(span)), ...inBlocks, ...linksOf(document)];
      return named
        .filter((name) => !made.has(name) && !exists(name))
        .map((name) => `${document.path}: there is no ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it("answer a newcomer's questions with a path each", () => {
    const [, section = ""] = read("docs/architecture.md").split("\n## Where is …?\n");
    const rows = [...(section.split("\n## ")[0] ?? "").matchAll(/^\| (.+\?) \| (.+) \|$/gm)];
    expect(rows).toHaveLength(13);
    expect(rows.filter(([, , answer = ""]) => !/`[\w./-]+`/.test(answer))).toEqual([]);
  });

  it("use the field's terms and no pictures", () => {
    const picture =
      /\b(?:doors?|houses?|rooms?|rivers?|furniture|lanes?|gates?|flights?|fates?|keepers?|bells?|seats?)\b/gi;
    const found = documents.flatMap(({ path, text }) =>
      // Titles of tests are quoted as they are, and so are commands and scenarios.
      [
        ...withoutBlocks(text)
          .replace(/`[^`\n]+`|›[^|;\n]*/g, "")
          .matchAll(picture),
      ].map(([word]) => `${path}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it("name commands that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:]*)/g)].map(([, name = ""]) => ({ path, name })),
    );
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(({ name }) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it("name every variable of the environment", () => {
    const variables = [...read(".env.example").matchAll(/^# ([A-Z_]+)=/gm)].map(([, name = ""]) => name);
    const tables = read("docs/operations.md") + read("docs/identity-provider.md");
    expect(variables.length).toBeGreaterThan(30);
    expect(variables.filter((name) => !new RegExp(`^\\|.*\`${name}\`.*\\|`, "m").test(tables))).toEqual([]);
  });

  it("say of every dependency why it is there", () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json"));
    const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    const rows = [...read("docs/dependencies.md").matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = ""]) =>
      cell.split(", "),
    );
    expect(names.filter((name) => !rows.includes(name.replace(/^@types\/.*/, "@types/*")))).toEqual([]);
    expect(rows.filter((row) => !/^(package|---|@types\/\*)$/.test(row) && !names.includes(row))).toEqual([]);
  });

  it("name web features that the files use which they name", () => {
    const [section = ""] = /^## Browsers$[\s\S]*?(?=^## )/m.exec(read("docs/architecture.md")) ?? [];
    const rows = section.split("\n").filter((line) => line.startsWith("| ") && line.includes("`"));
    const unused = rows.flatMap((row) => {
      const [feature = "", ...paths] = [...row.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
      const files = paths.filter((path) => /^(app|components)\//.test(path));
      return files
        .filter((path) => !read(path).includes(feature.replace("()", "(")))
        .map((path) => `${feature}: ${path}`);
    });
    expect(rows.length).toBeGreaterThan(10);
    expect(unused).toEqual([]);
  });

  // After a change of .biome.json: npm run test:unit -- lib/documents.test.ts --update
  it("list each module of lib with what the linter lets it import", async () => {
    await expect(modulesPage()).toMatchFileSnapshot("../docs/modules.md");
  });
});

/** A folder, a file, a file with its extension left out, or what a pattern matches. */
function exists(name: string): boolean {
  if (name.includes("*")) return globSync(name).length > 0;
  return existsSync(name) || existsSync(`${name}.ts`);
}

type Override = {
  includes: string[];
  linter?: { rules?: { style?: { noRestrictedImports?: { options: { patterns: { message: string }[] } } } } };
};

/** docs/modules.md, made of the messages in which the linter says what a module may import. */
function modulesPage(): string {
  const { overrides } = JSON.parse(read(".biome.json")) as { overrides: Override[] };
  const rows = overrides.flatMap(({ includes: [first = ""], linter }) => {
    const [pattern] = linter?.rules?.style?.noRestrictedImports?.options.patterns ?? [];
    if (!pattern || !first.startsWith("lib/")) return [];
    const module = first.replace(/\/\*{1,2}$/, "");
    const text = pattern.message
      .replace(`${module} may import `, "")
      .replace(" Never next or react: take what you need of the request as arguments.", "");
    return [`| \`${module}\` | ${text} |`];
  });
  return `# Modules

What each module of \`lib\` may import, and what it is for. The linter holds it (\`.biome.json\`), and \`lib/architecture.test.ts\` fails on any circle. This page is made of the linter's messages:
\`npm run test:unit -- lib/documents.test.ts --update\`.

A module takes what it needs of a request as arguments: none may import \`next\` or \`react\` unless its line says so. Files under \`testing/\` and tests may import anything.

| module | may import |
|---|---|
${rows.sort().join("\n")}
`;
}
