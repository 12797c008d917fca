import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

/** An import that is still there at run time: group 1 or 2 is its specifier. One of types alone is erased. */
const IMPORT = /^(?:import|export)\s+(?!type\b)[^"';]*?from\s+"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/gm;

/** What must not be loaded to receive a webhook: it would cost memory and start-up time, and a fault in it would refuse webhooks. */
const FORBIDDEN = /^(lib\/handlers\/(?!event-types\.ts$)|lib\/letters\/|lib\/retention\/|lib\/replay\/|nodemailer$)/;

describe("the ingest endpoint loads no handler, letter or mailer", () => {
  it.each(["app/api/webhooks/[source]/route.ts", "bin/ingest.ts"])("from %s", (entry) => {
    const loaded = loadedFrom(entry);
    expect(loaded).toContain("lib/ingest/receive.ts");
    expect(loaded).toContain("lib/handlers/event-types.ts");
    expect(loaded.filter((module) => FORBIDDEN.test(module))).toEqual([]);
  });

  it("while the worker does load them", () => {
    expect(loadedFrom("bin/worker.ts")).toEqual(
      expect.arrayContaining(["lib/handlers/update-case.ts", "lib/letters/send-letter.ts", "nodemailer"]),
    );
  });
});

/** The entry, every file it imports, directly or not, and the packages these import. */
function loadedFrom(entry: string): string[] {
  const loaded = new Set([entry]);
  for (const module of loaded) {
    if (!/\.tsx?$/.test(module)) continue;
    for (const [, from, bare] of readFileSync(module, "utf8").matchAll(IMPORT)) {
      loaded.add(resolve(from ?? bare ?? "", dirname(module)));
    }
  }
  return [...loaded];
}

/** A file of ours by its path, anything else by its specifier. */
function resolve(specifier: string, folder: string): string {
  if (specifier.startsWith("#")) return `${specifier.slice(1)}.ts`;
  return specifier.startsWith(".") ? join(folder, specifier) : specifier;
}
