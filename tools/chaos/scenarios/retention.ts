import type { Plan } from "#bin/simulate/plan";
import type { Interception } from "#tools/chaos/environment/database-proxy";
import type { Stage } from "#tools/chaos/environment/environment";
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
/** Moments of a sweep, one after the other. */
const MOMENTS: Interception[] = [
  { ...RECEIPTS, moment: "after" },
  { ...RECEIPTS, moment: "before" },
  { ...CASES, moment: "before" },
];
const MORE_CASES = 5;
const MORE_MS = 3000;

/** A sweep of retention broken off amid its batches. */
export const retention: Scenario[] = [
  {
    name: "sweep-worker-killed",
    about:
      "a worker is killed three times while it removes what is past its time, before a batch's COMMIT and after it",
    cases: 25,
    play: (stage) => sweepBroken(stage, { breakIt: killWorker, mend: startWorker }),
  },
  {
    name: "sweep-database-killed",
    about: "PostgreSQL is killed three times while a worker removes what is past its time",
    cases: 25,
    play: (stage) => sweepBroken(stage, { breakIt: killDatabase, mend: (each) => each.restartDatabase() }),
  },
];

type Breaking = { breakIt: (stage: Stage) => Promise<void>; mend: (stage: Stage) => Promise<void> };

async function sweepBroken(stage: Stage, { breakIt, mend }: Breaking): Promise<void> {
  await stage.send();
  await stage.settled();
  const due = await stage.inDatabase(ageAll);
  const sweeper = await stage.part({ script: "bin/worker.ts", env: RETENTION });
  stage.workers.push(sweeper);
  const more: Plan[] = [];
  while (more.length < MOMENTS.length) more.push(await stage.planMore(MORE_CASES, MORE_MS));
  const sendings: Promise<void>[] = [];
  let goOn = () => sweeper.start();
  for (const [n, at] of MOMENTS.entries()) {
    // So that each time messages are on their way.
    sendings.push(stage.send(more[n]));
    // Told of first: the sweep may be there at once.
    await Promise.all([sweeper.proxy.intercept({ ...at, act: () => breakIt(stage) }), goOn()]);
    goOn = () => mend(stage);
  }
  await Promise.all([goOn(), ...sendings]);
  await until("the sweep to end", () => stage.inDatabase(sweepEnded));
  stage.wrong.push(...(await stage.inDatabase((database) => compareRemoved(database, due))));
  if ((await stage.run("bin/audit-verify.ts")) !== 0) stage.wrong.push("The audit log's chain is broken.");
  stage.notes.push(`${due.receipts} receipts and what ${due.cases} cases held were due, and are gone`);
}

async function killWorker({ traffic, workers }: Stage): Promise<void> {
  traffic.fault();
  await workers.at(-1)?.kill();
}

async function startWorker({ workers }: Stage): Promise<void> {
  await workers.at(-1)?.start();
}

async function killDatabase({ traffic, cluster }: Stage): Promise<void> {
  traffic.fault();
  cluster.signal("SIGKILL");
}
