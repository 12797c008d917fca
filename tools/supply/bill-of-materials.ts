import type { LockedPackage } from "./lock-file.ts";

/** A CycloneDX 1.6 bill of materials of what an installation may run: everything but what only development needs. */
export function billOfMaterials(packages: readonly LockedPackage[]): object {
  const [root, ...others] = packages;
  if (!root) throw new Error("The lock file names no package.");
  const shipped = others.filter(({ dev }) => !dev);
  const refs = new Map([root, ...shipped].map((one) => [one.path, refOf(one)]));
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { ...componentOf(root), type: "application" } },
    components: shipped.map(componentOf),
    dependencies: [root, ...shipped].map((one) => ({
      ref: refOf(one),
      dependsOn: [...new Set(one.needs.flatMap((path) => refs.get(path) ?? []))],
    })),
  };
}

function componentOf(one: LockedPackage): Record<string, unknown> {
  const { name, version, license, sha512, optional } = one;
  return {
    type: "library",
    "bom-ref": refOf(one),
    name,
    version,
    ...(one.path === "" ? {} : { purl: purlOf(one), scope: optional ? "optional" : "required" }),
    ...(license === undefined ? {} : { licenses: [licenceOf(license)] }),
    ...(sha512 === undefined ? {} : { hashes: [{ alg: "SHA-512", content: sha512 }] }),
  };
}

/** One version may lie in several folders, so the folder tells them apart. */
function refOf(one: LockedPackage): string {
  return one.path === "" ? `${one.name}@${one.version}` : `${purlOf(one)}#${one.path}`;
}

function purlOf({ name, version }: LockedPackage): string {
  return `pkg:npm/${name.replace(/^@/, "%40")}@${encodeURIComponent(version)}`;
}

function licenceOf(license: string): object {
  return / (?:OR|AND|WITH) /.test(license) ? { expression: license } : { license: { id: license } };
}
