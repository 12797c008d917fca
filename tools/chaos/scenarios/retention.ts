import type { Plan } from "#bin/simulate/plan";
import type { Interception } from "#tools/chaos/environment/database-proxy";
import type { Environment } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";
import { ageAll, compareRemoved, RETENTION, sweepEnded } from "./retention-due.ts";

const RECEIPTS: Pick<Interception, "statement" | "within"> = {
  statement: /^commit/,
  within: /gone as \(\s*delete from receipts/,
};
const CASES: Pick<Interception, "statement" | "within"> = {
  statement: /^commit/,
  within: /update cases set removed_at/,
};
/** The moments of the faults, one after the other. */
const MOMENTS: Interception[] = [
  { ...RECEIPTS, moment: "after" },
  { ...RECEIPTS, moment: "before" },
  { ...CASES, moment: "before" },
];
const MORE_CASES = 5;
const MORE_MS = 3000;

/** Retention that is interrupted between and in its batches. */
export const retention: Scenario[] = [
  {
    name: "sweep-worker-killed",
    about:
      "a worker is killed three times while it removes what is past its time, before a batch's COMMIT and after it",
    cases: 25,
    run: (environment) => sweepBroken(environment, { breakIt: killWorker, mend: startWorker }),
  },
  {
    name: "sweep-database-killed",
    about: "PostgreSQL is killed three times while a worker removes what is past its time",
    cases: 25,
    run: (environment) => sweepBroken(environment, { breakIt: killDatabase, mend: (each) => each.restartDatabase() }),
  },
];

type Breaking = {
  breakIt: (environment: Environment) => Promise<void>;
  mend: (environment: Environment) => Promise<void>;
};

async function sweepBroken(environment: Environment, { breakIt, mend }: Breaking): Promise<void> {
  await environment.send();
  await environment.settled();
  const due = await environment.inDatabase(ageAll);
  const sweeper = await environment.openProcess({ script: "bin/worker.ts", env: RETENTION });
  environment.workers.push(sweeper);
  const more: Plan[] = [];
  while (more.length < MOMENTS.length) more.push(await environment.planMore(MORE_CASES, MORE_MS));
  const sendings: Promise<void>[] = [];
  let goOn = () => sweeper.start();
  for (const [n, at] of MOMENTS.entries()) {
    // So that messages arrive during each fault.
    sendings.push(environment.send(more[n]));
    // Registered first, because the statement may come at once.
    await Promise.all([sweeper.proxy.intercept({ ...at, act: () => breakIt(environment) }), goOn()]);
    goOn = () => mend(environment);
  }
  await Promise.all([goOn(), ...sendings]);
  await until("the sweep to end", () => environment.inDatabase(sweepEnded));
  environment.wrong.push(...(await environment.inDatabase((database) => compareRemoved(database, due))));
  if ((await environment.run("bin/audit-verify.ts")) !== 0) environment.wrong.push("The audit log's chain is broken.");
  environment.notes.push(`${due.receipts} receipts and what ${due.cases} cases held were due, and are gone`);
}

async function killWorker({ traffic, workers }: Environment): Promise<void> {
  traffic.fault();
  await workers.at(-1)?.kill();
}

async function startWorker({ workers }: Environment): Promise<void> {
  await workers.at(-1)?.start();
}

async function killDatabase({ traffic, cluster }: Environment): Promise<void> {
  traffic.fault();
  cluster.signal("SIGKILL");
}
