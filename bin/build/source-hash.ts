import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const SOURCES = [
  "{app,components,lib,db,public}/**",
  "next.config.mjs",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/** A hash over the contents of all sources of a build. Not over their times, which `git clone` and `npm ci` change. */
export function sourceHash(): string {
  const hash = createHash("sha256").update(process.version);
  const found = globSync(SOURCES, {
    exclude: ["**/*.test.*", "**/testing/**", "db/migrations/**"],
    withFileTypes: true,
  });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`\0${relative(".", file)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}
