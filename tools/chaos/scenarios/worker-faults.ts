import { sql } from "drizzle-orm";
import { LOCKS } from "#db/locks";
import type { Tx } from "#db/pool";
import { lockCase } from "#lib/runs/lock-case";
import type { Interception } from "#tools/chaos/environment/database-proxy";
import type { Stage } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";

export const CLAIMED: Interception = { statement: /^\s*with picked as/, moment: "after", completed: /^UPDATE [1-9]/ };
const EFFECT = { statement: /^commit/, within: /insert into effects/ };
const LETTER_RECORDED = { statement: /^commit/, within: /update "effects" set/ };

/** A worker is killed, each time at one exact moment of a run. */
export const inAWorker: Scenario[] = [
  boundary("worker-killed-after-claim", "a worker is killed when it has claimed runs and begun none", CLAIMED),
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
    play: killInHandler,
  },
  {
    name: "worker-killed-after-data",
    about: "a worker is killed between a letter's last byte and the mail server's answer",
    play: killAfterData,
  },
  {
    name: "mail-cut-after-data",
    about: "the mail server takes a letter's last byte and cuts the connection",
    play: cutAfterData,
  },
];

function boundary(name: string, about: string, at: Interception): Scenario {
  const play = async (stage: Stage) => {
    const [worker] = stage.workers;
    const act = async () => {
      stage.traffic.fault();
      await worker?.kill();
    };
    const met = worker?.proxy.intercept({ ...at, act });
    await Promise.all([met?.then(() => worker?.start()), stage.send()]);
  };
  return { name, about, play };
}

async function killInHandler(stage: Stage): Promise<void> {
  const [worker] = stage.workers;
  const sending = await stage.inDatabase((database) =>
    database.transaction(async (tx) => {
      for (const { refId } of stage.plan.expectedCases) await lockCase(tx, "vove", refId);
      const sent = stage.send();
      await until("a handler to wait for its case", async () => (await waitingForCases(tx)) > 0);
      stage.traffic.fault();
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

async function killAfterData(stage: Stage): Promise<void> {
  const [worker] = stage.workers;
  const killed = Promise.withResolvers<void>();
  stage.mail.manner = { kind: "hold", until: killed.promise };
  const sending = stage.send();
  await until("a letter", async () => stage.mail.messages > 0);
  stage.traffic.fault();
  await worker?.kill();
  stage.mail.manner = { kind: "take" };
  killed.resolve();
  await Promise.all([worker?.start(), sending]);
  stage.unknownExpected = true;
}

async function cutAfterData(stage: Stage): Promise<void> {
  stage.mail.manner = { kind: "cut-after-data" };
  const sending = stage.send();
  await until("a letter", async () => stage.mail.messages > 0);
  stage.traffic.fault();
  stage.mail.manner = { kind: "take" };
  await sending;
  stage.unknownExpected = true;
}
