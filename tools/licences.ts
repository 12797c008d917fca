/** `npm run -s licences`: lists which packages are under which licence, and ends with 1 if one is unknown or not allowed. */
import { z } from "zod";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { ALLOWED, licences } from "#tools/supply/licences";
import { lockedPackages } from "#tools/supply/lock-file";

const USAGE = `npm run -s licences   which packages of package-lock.json are under which licence, those for development included

Ends with 1 if a licence is unknown or not on the list in tools/supply/licences.ts.`;

readOptions(USAGE, z.object({}));
try {
  list();
} catch (error) {
  exitWithError(error);
}

function list(): void {
  const { byLicence, refused } = licences(lockedPackages());
  for (const [licence, packages] of byLicence) {
    const asks = ALLOWED[licence];
    console.log(`${licence} (${packages.length})${asks === undefined ? "" : `: ${asks}`}`);
    console.log(`  ${packages.join(", ")}\n`);
  }
  if (refused.length > 0) throw new Error(`Unknown or not allowed:\n${refused.join("\n")}`);
}
