import type { LockedPackage } from "./lock-file.ts";

/** What a package may be licensed under, and what it asks of whoever passes Casewire on. */
export const ALLOWED: Readonly<Record<string, string>> = {
  "0BSD": "nothing",
  "Apache-2.0": "keep the notice",
  "BSD-2-Clause": "keep the notice",
  "BSD-3-Clause": "keep the notice",
  "BlueOak-1.0.0": "keep the notice",
  "CC-BY-4.0": "name the author: a table of what browsers can do, used at build time",
  ISC: "keep the notice",
  "LGPL-3.0-or-later": "pass on the source of the library itself: libvips, loaded as a library and unchanged",
  MIT: "keep the notice",
  "MIT-0": "nothing",
  "MPL-2.0": "pass on changes to its own files: there are none",
  "OFL-1.1": "keep the notice, and do not sell the font by itself: the font of the PDF report",
  Unlicense: "nothing",
  Zlib: "do not claim to have written it",
};

/** By licence, the packages under it; and those whose licence is unknown or not allowed. */
export function licences(packages: readonly LockedPackage[]): { byLicence: Map<string, string[]>; refused: string[] } {
  const byLicence = new Map<string, string[]>();
  const refused: string[] = [];
  for (const { path, name, version, license = "unknown" } of packages) {
    if (path === "") continue;
    const one = `${name}@${version}`;
    byLicence.set(license, [...(byLicence.get(license) ?? []), one]);
    if (!isAllowed(license)) refused.push(`${one}: ${license}`);
  }
  return { byLicence: new Map([...byLicence].sort(([, some], [, others]) => others.length - some.length)), refused };
}

/** An SPDX expression without brackets inside: of what OR offers one will do, of what AND asks all must. */
export function isAllowed(expression: string): boolean {
  const bare = expression.replace(/^\(([^()]*)\)$/, "$1");
  return bare.split(" OR ").some((choice) => choice.split(" AND ").every((licence) => Object.hasOwn(ALLOWED, licence)));
}
