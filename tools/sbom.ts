/** `npm run -s sbom`: prints a bill of materials of the packages that the lock file pins, as CycloneDX JSON. */
import { parseArgs } from "node:util";
import { fail } from "#bin/process/fail";
import { billOfMaterials } from "#tools/supply/bill-of-materials";
import { lockedPackages } from "#tools/supply/lock-file";

const USAGE = `npm run -s sbom > casewire.cdx.json   a bill of materials, CycloneDX 1.6, of what package-lock.json pins

  --help

What only development needs is left out; what is optional, such as the binaries for other machines, is marked so.`;

try {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  console.log(values.help ? USAGE : JSON.stringify(billOfMaterials(lockedPackages()), null, 2));
} catch (error) {
  fail(error);
}
