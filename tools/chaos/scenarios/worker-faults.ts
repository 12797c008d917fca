import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import { lockCase } from "#lib/runs/lock-case";
import type { Interception } from "#tools/chaos/environment/database-proxy";
import type { Environment } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";

export const CLAIMED: Interception = { statement: /^\s*with picked as/, moment: "after", completed: /^UPDATE [1-9]/ };
const EFFECT = { statement: /^commit/, within: /insert into effects/ };
const LETTER_RECORDED = { statement: /^commit/, within: /update "effects" set/ };

/** A worker is killed at one exact moment of a run. */
export const workerFaults: Scenario[] = [
  boundary("worker-killed-after-claim", "a worker is killed when it has claimed runs and started none", CLAIMED),
  boundary("worker-killed-before-effect", "a worker is killed with an effect written and its COMMIT not sent", {
    ...EFFECT,
    moment: "before",
  }),
  boundary("worker-killed-after-effect", "a worker is killed when an effect is committed and it has not heard of it", {
    ...EFFECT,
    moment: "after",
  }),
  boundary(
    "worker-killed-before-letter-recorded",
    "a worker is killed when a letter was taken and that is not recorded",
    {
      ...LETTER_RECORDED,
      moment: "before",
    },
  ),
  {
    name: "worker-killed-in-handler",
    about: "a worker is killed in the middle of its handlers, which wait for a lock",
    run: killInHandler,
  },
  {
    name: "worker-killed-after-data",
    about: "a worker is killed between a letter's last byte and the mail server's answer",
    run: killAfterData,
  },
  {
    name: "mail-cut-after-data",
    about: "the mail server takes a letter's last byte and cuts the connection",
    run: cutAfterData,
  },
];

function boundary(name: string, about: string, at: Interception): Scenario {
  const run = async (environment: Environment) => {
    const [worker] = environment.workers;
    const act = async () => {
      environment.traffic.fault();
      await worker?.kill();
    };
    const met = worker?.proxy.intercept({ ...at, act });
    await Promise.all([met?.then(() => worker?.start()), environment.send()]);
  };
  return { name, about, run };
}

async function killInHandler(environment: Environment): Promise<void> {
  const [worker] = environment.workers;
  const sending = await environment.inDatabase((database) =>
    database.transaction(async (tx) => {
      for (const { refId } of environment.plan.expectedCases) await lockCase(tx, "vove", refId);
      const sent = environment.send();
      await until("a handler to wait for its case", async () => (await waitingForCases(tx)) > 0);
      environment.traffic.fault();
      await worker?.kill();
      return { sent };
    }),
  );
  await Promise.all([worker?.start(), sending.sent]);
}

async function waitingForCases(tx: Tx): Promise<number> {
  const [waiting] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from pg_locks
    where locktype = 'advisory' and classid = ${LOCKS.case} and not granted
      and database = (select oid from pg_database where datname = current_database())`);
  return waiting?.n ?? 0;
}

async function killAfterData(environment: Environment): Promise<void> {
  const [worker] = environment.workers;
  const killed = Promise.withResolvers<void>();
  environment.mail.manner = { kind: "hold", until: killed.promise };
  const sending = environment.send();
  await until("a letter", async () => environment.mail.messages > 0);
  environment.traffic.fault();
  await worker?.kill();
  environment.mail.manner = { kind: "take" };
  killed.resolve();
  await Promise.all([worker?.start(), sending]);
  environment.unknownExpected = true;
}

async function cutAfterData(environment: Environment): Promise<void> {
  environment.mail.manner = { kind: "cut-after-data" };
  const sending = environment.send();
  await until("a letter", async () => environment.mail.messages > 0);
  environment.traffic.fault();
  environment.mail.manner = { kind: "take" };
  await sending;
  environment.unknownExpected = true;
}
