import { existsSync } from "node:fs";
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longest, in the order they are started, so that none is left over at the end. Measured on two cores. The first waits
 * for leases most of its time; another whose worker must be missed within 30 s comes after the files that keep both cores busy.
 */
const LONGEST = [
  "tools/chaos/scenarios.test.ts",
  "bin/commands.test.ts",
  "bin/handler-recipe.test.ts",
  "lib/access/passwords/password-hash.test.ts",
  "bin/audit-verify.test.ts",
  "lib/runs/killed-worker.test.ts",
  "bin/ingest.test.ts",
  "lib/access/passwords/change-password.test.ts",
  "lib/access/sign-in/auth.test.ts",
  "lib/ingest/receive.test.ts",
  "lib/runs/worker.test.ts",
  "lib/access/sign-in/sign-in-hooks.test.ts",
  "lib/health/health.test.ts",
  "lib/ingest/group-commit.test.ts",
  "lib/access/cookies.test.ts",
  "lib/role-matrix.test.ts",
];

/** Vitest itself sorts by its cache of durations, which a fresh clone lacks, and then by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = LONGEST.filter((path) => !existsSync(path));
    if (gone.length > 0) throw new Error(`.config/longest-first.ts names files that are gone: ${gone.join(", ")}`);
    const rank = ({ moduleId, project }: TestSpecification) => {
      const index = LONGEST.indexOf(relative(project.config.root, moduleId));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
