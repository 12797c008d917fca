import { readFileSync } from "node:fs";
import { z } from "zod";

const entry = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  /** For development, and for another package if it happens to be there. */
  devOptional: z.boolean().default(false),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});
const lockFile = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), entry) });

/** One package as the lock file pins it. `needs` are the paths of what it depends on, as far as they are in the lock file. */
export type LockedPackage = {
  path: string;
  name: string;
  version: string;
  license: string | undefined;
  /** SHA-512 of the package's archive, hex. */
  sha512: string | undefined;
  dev: boolean;
  optional: boolean;
  needs: string[];
};

/** Packages whose package.json names no licence, by the LICENSE file they bring. */
const BY_LICENSE_FILE: Readonly<Record<string, string>> = { "node_modules/png-js@2.0.0": "MIT" };

/** Every package of package-lock.json; the first is Casewire itself, at the path "". */
export function lockedPackages(file = "package-lock.json"): LockedPackage[] {
  const { packages } = lockFile.parse(JSON.parse(readFileSync(file, "utf8")));
  const paths = new Set(Object.keys(packages));
  return Object.entries(packages).map(
    ([path, { name, version = "", license, integrity, dev, optional, devOptional, ...given }]) => ({
      path,
      name: name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
      license: license ?? BY_LICENSE_FILE[`${path}@${version}`],
      sha512: integrity?.startsWith("sha512-") ? Buffer.from(integrity.slice(7), "base64").toString("hex") : undefined,
      dev,
      optional: optional || devOptional,
      needs: Object.keys({ ...given.dependencies, ...given.optionalDependencies, ...given.peerDependencies })
        .flatMap((needed) => resolved(paths, path, needed) ?? [])
        .sort(),
    }),
  );
}

/** Where Node finds `name` from the package at `path`: in its own folder, else in those above. */
function resolved(paths: ReadonlySet<string>, path: string, name: string): string | undefined {
  for (let from = path; ; from = from.slice(0, from.lastIndexOf("node_modules/")).replace(/\/$/, "")) {
    const candidate = `${from}${from === "" ? "" : "/"}node_modules/${name}`;
    if (paths.has(candidate)) return candidate;
    if (from === "") return undefined;
  }
}
