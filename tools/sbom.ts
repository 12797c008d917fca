/** `npm run -s sbom`: prints a bill of materials of the packages that the lock file pins, as CycloneDX JSON. */
import { z } from "zod";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { billOfMaterials } from "#tools/supply/bill-of-materials";
import { lockedPackages } from "#tools/supply/lock-file";

const USAGE = `npm run -s sbom > casewire.cdx.json   a bill of materials, CycloneDX 1.6, of what package-lock.json pins

What only development needs is left out; what is optional, such as the binaries for other machines, is marked so.`;

readOptions(USAGE, z.object({}));
try {
  console.log(JSON.stringify(billOfMaterials(lockedPackages()), null, 2));
} catch (error) {
  exitWithError(error);
}
