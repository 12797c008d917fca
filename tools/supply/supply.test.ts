import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isAllowed, licences } from "./licences.ts";
import { lockedPackages } from "./lock-file.ts";

const run = (script: string, ...args: string[]) =>
  execFileSync(process.execPath, [script, ...args], { encoding: "utf8", maxBuffer: 32 * 1024 * 1024 });
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, { dev?: boolean }> };
const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && !dev);

type Component = {
  "bom-ref": string;
  name: string;
  purl: string;
  version: string;
  licenses: unknown[];
  hashes: { content: string }[];
};
type Bom = {
  bomFormat: string;
  specVersion: string;
  metadata: { component: { name: string; "bom-ref": string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
};

describe("npm run sbom", () => {
  const bom = JSON.parse(run("tools/sbom.ts")) as Bom;

  it("names every package that an installation may run, once, with its address, licence and hash", () => {
    expect(bom).toMatchObject({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      metadata: { component: { name: "casewire" } },
    });
    expect(bom.components).toHaveLength(shipped.length);
    expect(new Set(bom.components.map((one) => one["bom-ref"])).size).toBe(shipped.length);
    for (const one of bom.components) {
      expect(one.purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d[\w.%+-]*$/);
      expect(one.licenses).toHaveLength(1);
      expect(one.hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
    }
    expect(bom.components.map(({ name }) => name)).not.toContain("@biomejs/biome");
  });

  it("tells what depends on what, and names nothing that is not there", () => {
    const refs = new Set([bom.metadata.component["bom-ref"], ...bom.components.map((one) => one["bom-ref"])]);
    expect(bom.dependencies.map(({ ref }) => ref).sort()).toEqual([...refs].sort());
    expect(bom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toEqual([]);
    const of = (name: string) => bom.dependencies.find(({ ref }) => ref.startsWith(name))?.dependsOn.join(" ") ?? "";
    expect(of("casewire@")).toContain("pkg:npm/next@");
    expect(of("pkg:npm/proxy-addr@")).toMatch(/forwarded@.*ipaddr\.js@/);
  });

  it("is the same each time, and names no address of a registry", () => {
    const again = run("tools/sbom.ts");
    expect(JSON.parse(again)).toEqual(bom);
    expect(again).not.toContain("https://");
  });
});

describe("npm run licences", () => {
  it("lists every package under its licence, and finds each allowed", () => {
    const listed = run("tools/licences.ts");
    for (const { path, name, version } of lockedPackages())
      if (path !== "") expect(listed).toContain(`${name}@${version}`);
  });

  it.each([
    ["MIT", true],
    ["(MIT AND Zlib)", true],
    ["GPL-3.0-only OR MIT", true],
    ["GPL-3.0-only", false],
    ["MIT AND GPL-3.0-only", false],
    ["UNLICENSED", false],
    ["SEE LICENSE IN LICENSE", false],
    ["unknown", false],
  ])("takes %s: %s", (expression, allowed) => {
    expect(isAllowed(expression)).toBe(allowed);
  });

  it("refuses a package whose licence is unknown or not allowed, by name", () => {
    const one = {
      path: "node_modules/a",
      name: "a",
      version: "1.0.0",
      sha512: undefined,
      dev: true,
      optional: false,
      needs: [],
    };
    expect(licences([{ ...one, license: undefined }]).refused).toEqual(["a@1.0.0: unknown"]);
    expect(licences([{ ...one, license: "AGPL-3.0-only" }]).refused).toEqual(["a@1.0.0: AGPL-3.0-only"]);
  });
});

it.each(["tools/sbom.ts", "tools/licences.ts", "bin/reseal.ts"])("%s tells how it is used", (script) => {
  expect(run(script, "--help")).toMatch(/^npm run /);
});
