import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

/** The rules of the architecture that no type and no linter holds. Each failure names the file and says what to do about it. */
type Source = { path: string; text: string };

const sources: Source[] = globSync("{.config,app,bin,components,db,e2e,lib,tools}/**/*.{ts,tsx,css,sql}")
  .sort()
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));
const tests = sources.filter(({ path }) => path.includes(".test."));
const product = sources.filter(({ path }) => /\.tsx?$/.test(path) && !path.includes(".test."));
const inFolder = (folder: string) => product.filter(({ path }) => path.startsWith(folder));

/** One line for each offender, `path: lesson`. */
function offenders(among: Source[], offends: (source: Source) => boolean, lesson: string): string[] {
  return among.filter(offends).map(({ path }) => `${path}: ${lesson}`);
}

describe("modules", () => {
  /** A module is a folder of files. Everything under app is one, because pages are placed by their address. */
  const moduleOf = (path: string) => (path.startsWith("app/") ? "app" : dirname(path));
  const ours = product.filter(({ path }) => !path.includes("/testing/"));
  const imports = ours.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([#.][^"]*)"/g)].map(([, specifier = ""]) => ({
      path,
      specifier,
      target: specifier.startsWith("#") ? specifier.slice(1) : join(dirname(path), specifier),
    })),
  );

  it("import one another one way: no circle, at run time or of types", () => {
    const arrows = new Map<string, Map<string, string>>();
    for (const { path, target } of imports) {
      const [from, to] = [moduleOf(path), moduleOf(target)];
      if (from === to) continue;
      const leaving = arrows.get(from) ?? new Map<string, string>();
      arrows.set(from, leaving.set(to, `${path} imports ${target}`));
    }
    expect(circleIn(arrows), "move what both need to the lower of the two, or pass it as an argument").toEqual([]);
  });

  it("are left through # paths only, and # paths only leave them", () => {
    const wrong = imports
      .filter(({ path }) => !path.startsWith("app/") && !path.startsWith("e2e/"))
      .filter(({ path, specifier, target }) => specifier.startsWith("#") === (dirname(path) === dirname(target)))
      .map(({ path, specifier }) => `${path}: imports ${specifier}. Inside a module it is ./, into another #.`);
    expect(wrong).toEqual([]);
  });

  it("of lib each have an entry in .biome.json, where the linter says what they may import", () => {
    const { overrides } = JSON.parse(readFileSync(".biome.json", "utf8")) as { overrides: { includes: string[] }[] };
    const entries = overrides.flatMap(({ includes }) => includes);
    const modules = [...new Set(ours.filter(({ path }) => path.startsWith("lib/")).map(({ path }) => moduleOf(path)))];
    const without = modules.filter(
      (module) =>
        !entries.includes(`${module}/**`) && !entries.includes(`${module}/*`) && !entries.includes(`${module}/*.ts`),
    );
    expect(without, "a new module needs its one override in .biome.json").toEqual([]);
  });
});

/** The arrows of one circle, each as the import that makes it; none where there is no circle. */
function circleIn(arrows: Map<string, Map<string, string>>): string[] {
  const finished = new Set<string>();
  const walk = (module: string, trail: string[]): string[] => {
    const at = trail.indexOf(module);
    if (at >= 0) {
      const circle = [...trail.slice(at), module];
      return circle.slice(1).map((to, place) => arrows.get(circle[place] ?? "")?.get(to) ?? "");
    }
    if (finished.has(module)) return [];
    for (const to of arrows.get(module)?.keys() ?? []) {
      const circle = walk(to, [...trail, module]);
      if (circle.length > 0) return circle;
    }
    finished.add(module);
    return [];
  };
  for (const module of arrows.keys()) {
    const circle = walk(module, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

describe("files", () => {
  it("have names that say what is in them", () => {
    const vague = /(^|\/)(utils?|helpers?|services?|common|misc|shared|index)(\/|\.tsx?$)/;
    const lesson = "name it after what it holds; a drawer for everything is where nothing is found.";
    expect(offenders(product, ({ path }) => vague.test(path), lesson)).toEqual([]);
  });

  it("can be read in one sitting", () => {
    const bound = ({ path }: Source) => {
      if (path === "db/schema.ts") return 600;
      return path.includes(".test.") ? 400 : 250;
    };
    const tooLong = [...product, ...tests].filter((source) => source.text.split("\n").length > bound(source));
    expect(
      tooLong.map((source) => `${source.path}: over ${bound(source)} lines. Which two things does it hold?`),
    ).toEqual([]);
  });

  it("read the environment in one place", () => {
    const allowed = /^(lib\/(environment|log)\.ts|db\/(pool|embedded|testing\/.*)\.ts|bin\/|tools\/|e2e\/|\.config\/)/;
    const lesson = "take it from environment(), which checks every variable at the start.";
    expect(offenders(product, ({ path, text }) => !allowed.test(path) && text.includes("process.env"), lesson)).toEqual(
      [],
    );
  });

  it("are read line by line in one way, which divides at line feeds alone", () => {
    const lesson =
      "read lines by readLines() of #lib/lines: node:readline also divides at U+2028, inside of what people wrote.";
    expect(
      offenders(product, ({ text }) => /["'](?:node:)?readline|readLines\(\{|\.readLines\(/.test(text), lesson),
    ).toEqual([]);
  });

  it("name no package registry: where packages come from is the machine's business", () => {
    const settings = [".npmrc", "package.json", "package-lock.json"].map((path) => ({
      path,
      text: readFileSync(path, "utf8"),
    }));
    const host = /\bregistry\s*=|https?:\/\/[\w.-]*(registry|npm)[\w-]*\.[a-z]+/i;
    expect(offenders([...sources, ...settings], ({ text }) => host.test(text), "remove the host.")).toEqual([]);
  });
});

describe("endpoints", () => {
  it("ask every page of the dashboard for its actor", () => {
    const pages = inFolder("app/(dashboard)").filter(({ path }) => path.endsWith("/page.tsx"));
    const redirects = /^\s*redirect\(/m;
    const lesson = "call requireActor() first; a layout does not protect the pages under it.";
    expect(offenders(pages, ({ text }) => !text.includes("requireActor(") && !redirects.test(text), lesson)).toEqual(
      [],
    );
  });

  it("wrap every server action in action(), which asks who, parses and translates refusals", () => {
    const files = product.filter(({ text }) => text.startsWith('"use server";'));
    const bare = files.flatMap(({ path, text }) => {
      const wrapper = path.startsWith("app/(dashboard)/")
        ? "(?:action|verbAction)\\("
        : "(?:action|verbAction|publicAction|proofAction|enrolmentAction)\\(";
      const unwrapped = new RegExp(`^export (?:async function (\\w+)|const (\\w+) = (?!${wrapper}))`, "gm");
      return [...text.matchAll(unwrapped)].map(
        (match) => `${path}: ${match[1] ?? match[2]} is not wrapped in action().`,
      );
    });
    expect(bare).toEqual([]);
    const inline = product.filter(({ text }) => /^\s+"use server";/m.test(text));
    expect(inline.map(({ path }) => `${path}: an action inside a component hides from this test.`)).toEqual([]);
  });

  it("wrap every route under /api/v1 in api(), which asks for the token and its permission", () => {
    const routes = inFolder("app/api/v1").filter(({ path }) => path.endsWith("/route.ts"));
    const bare = routes.flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:async )?(?:function|const) (GET|POST|PUT|PATCH|DELETE)\b(?! = api\()/gm)].map(
        (match) => `${path}: ${match[1]} is not wrapped in api().`,
      ),
    );
    expect(bare).toEqual([]);
  });
});

describe("access", () => {
  it("has a row in e2e/access-table.ts for every page and every route, so that each is tried as every role", () => {
    const answering = inFolder("app/").filter(({ path }) => /\/(page\.tsx|route\.ts)$/.test(path));
    const table = readFileSync("e2e/access-table.ts", "utf8");
    const lesson = "say in e2e/access-table.ts who may have it and what the others are answered.";
    expect(offenders(answering, ({ path }) => !table.includes(`"${path.replace("app/", "")}"`), lesson)).toEqual([]);
  });
});

describe("database", () => {
  it("explains each table: what a row means, who writes it, who deletes it", () => {
    const bare = [
      "db/schema.ts",
      "db/access-schema.ts",
      "db/factor-schema.ts",
      "db/audit-schema.ts",
      "db/seal-schema.ts",
      "db/read-schema.ts",
    ].flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/(.*)\nexport const (\w+) = pgTable\(/g)]
        .filter((match) => !match[1]?.endsWith("*/"))
        .map((match) => `${path}: ${match[2]} has no comment above it.`),
    );
    expect(bare).toEqual([]);
  });

  it("is connected to in one place, which reads every URL alike and sets what each connection needs", () => {
    const lesson = "call connect() of #db/connect.";
    // The two of the bench are measured as what one would write without us.
    const bare = ["tools/bench/benchmarks/work/bare-loop.ts", "tools/bench/benchmarks/deliveries/bare-sender.ts"];
    const may = ["db/connect.ts", ...bare];
    const others = product.filter(({ path }) => !may.includes(path));
    expect(offenders(others, ({ text }) => /^import postgres\b/m.test(text), lesson)).toEqual([]);
  });

  it("is notified through lib/live alone", () => {
    const lesson = "use publish(tx, topic) or publishSoon(topic).";
    const outside = product.filter(({ path }) => !path.startsWith("lib/live/"));
    expect(offenders(outside, ({ text }) => /pg_notify|\bnotify\s+casewire/i.test(text), lesson)).toEqual([]);
  });
});
