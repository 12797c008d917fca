import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { deliveryAttempts, outgoingEvents } from "#db/destination-schema";
import type { Database } from "#db/pool";
import { answering, BAD_ANSWERS, type BadAnswer, endless } from "#tools/chaos/deliveries/answers";
import { type Arrival, accept, type DeliveryReceiver } from "#tools/chaos/deliveries/delivery-receiver";
import { withDestinations } from "#tools/chaos/deliveries/with-destinations";
import type { Environment } from "#tools/chaos/environment/environment";
import { measureMemory, memoryGrowth, memoryReport, startMeasured } from "#tools/chaos/environment/memory-growth";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";

const GB = 2 ** 30;
const MB = 2 ** 20;
/** What the sockets of both sides hold of an answer that is not read. */
const MAX_WRITTEN = 32 * MB;
/** What the worker's memory may grow by at its highest, whatever is offered to it. */
const MAX_PEAK_MB = 100;
const PHASES = 3;
const CASES_A_PHASE = 15;
const PHASE_MS = 2000;
const HANGING_CONCURRENCY = 5;
const DUE_EVERY_MS = 300;

/** Receivers that misbehave. */
export const deliveryReceivers: Scenario[] = [
  {
    name: "deliveries-bad-answers",
    about:
      "receivers hang, drip, answer 500, 301 or 429 with Retry-After, or cut the connection, and then take each event",
    run: receiveBadly,
  },
  {
    name: "deliveries-beside-hanging",
    about:
      "a destination answers nothing at all, beside one that is well: neither that one nor the handlers wait for it",
    cases: 25,
    run: hangBeside,
  },
  {
    name: "deliveries-endless-answers",
    about: "every answer is 1 GB long: the worker reads 20 kB of it and its memory stays as it is",
    workers: 0,
    run: answerEndlessly,
  },
];

async function receiveBadly(environment: Environment): Promise<void> {
  await withDestinations(
    environment,
    [...BAD_ANSWERS, { name: "well" }].map(({ name }) => ({ name })),
    async (...receivers) => {
      for (const [n, bad] of BAD_ANSWERS.entries()) {
        const receiver = receivers[n];
        if (receiver) receiver.answer = answering(bad);
      }
      const patient = receivers.filter((_, n) => BAD_ANSWERS[n]?.retryAfterSeconds !== undefined);
      environment.traffic.fault();
      const sending = environment.send();
      await meanwhile(
        () => makeRetriesDue(environment, patient),
        async () => {
          await sending;
          await environment.settled();
        },
      );
      for (const [n, bad] of BAD_ANSWERS.entries()) {
        const receiver = receivers[n];
        if (receiver) environment.wrong.push(...(await wrongRecords(environment, bad, receiver)));
      }
    },
  );
}

/** Calls `step` again and again until `work` has ended. */
async function meanwhile(step: () => Promise<unknown>, work: () => Promise<void>): Promise<void> {
  let ended = false;
  const steps = async () => {
    while (!ended) {
      await step();
      await setTimeout(DUE_EVERY_MS);
    }
  };
  const stepping = steps();
  await work().finally(() => {
    ended = true;
  });
  await stepping;
}

/** Does not wait for the schedule, but for those whose receivers ask for a time of their own. */
async function makeRetriesDue(environment: Environment, except: readonly DeliveryReceiver[]): Promise<void> {
  const handlers = JSON.stringify(except.map(({ destinationId }) => `destination/${destinationId}`));
  await environment.inDatabase((database) =>
    database.execute(sql`
      update runs set due_at = now() where state = 'queued' and delivery_id is not null and due_at > now()
        and handler not in (select jsonb_array_elements_text(${handlers}::jsonb))`),
  );
}

/** Every bad answer is recorded as a failure in its words, and its retry came no sooner than it asked for. */
async function wrongRecords(environment: Environment, bad: BadAnswer, receiver: DeliveryReceiver): Promise<string[]> {
  const given = receiver.arrivals.filter(bad.to);
  const failed = await environment.inDatabase((database) => failuresOf(database, receiver));
  const others = failed.filter(({ error }) => error !== bad.error);
  const { retryAfterSeconds = 0 } = bad;
  const hasty = given.filter((arrival) => secondsToNext(receiver, arrival) < retryAfterSeconds);
  return [
    ...(given.length === 0 ? ["It gave no such answer."] : []),
    ...(failed.length === given.length ? [] : [`${given.length} such answers, and ${failed.length} failed attempts.`]),
    ...others.map(({ error }) => `An attempt failed with: ${error}.`),
    ...hasty.map((arrival) => `${arrival.id} came again after ${secondsToNext(receiver, arrival)} s.`),
  ].map((sentence) => `At ${bad.name}: ${sentence}`);
}

async function failuresOf(
  database: Database,
  { destinationId }: DeliveryReceiver,
): Promise<{ error: string | null }[]> {
  return await database
    .select({ error: deliveryAttempts.error })
    .from(deliveryAttempts)
    .where(sql`${eq(deliveryAttempts.destinationId, destinationId)} and not ${deliveryAttempts.succeeded}`);
}

function secondsToNext({ arrivals }: DeliveryReceiver, { id, nth, at }: Arrival): number {
  const next = arrivals.find((arrival) => arrival.id === id && arrival.nth === nth + 1);
  return next ? (next.at - at) / 1000 : Number.POSITIVE_INFINITY;
}

async function hangBeside(environment: Environment): Promise<void> {
  const given = [{ name: "hanging", concurrency: HANGING_CONCURRENCY }, { name: "well" }];
  await withDestinations(environment, given, async (hanging, well) => {
    const held: (() => void)[] = [];
    hanging.answer = (response) => void held.push(() => accept(response));
    environment.traffic.fault();
    await environment.send();
    await until(
      "all but the hanging destination to be done",
      async () => (await leftBeside(environment, hanging)) === 0,
    );
    const waiting = await environment.inDatabase((database) => countQueued(database, hanging));
    environment.notes.push(
      `${waiting} deliveries waited for the hanging destination when all else was done`,
      `from the outgoing event to the request at the other one: ${await delays(environment, well)}`,
    );
    if (waiting === 0) environment.wrong.push("Nothing waited for the hanging destination.");
    if (hanging.mostOpen > HANGING_CONCURRENCY) environment.wrong.push(`${hanging.mostOpen} requests hung at a time.`);
    hanging.answer = accept;
    for (const release of held) release();
    await meanwhile(
      () => makeRetriesDue(environment, []),
      () => environment.settled(),
    );
  });
}

async function leftBeside(environment: Environment, { destinationId }: DeliveryReceiver): Promise<number> {
  const [left] = await environment.inDatabase((database) =>
    database.execute<{ n: number }>(sql`
      select count(*)::int as n from runs
      where state in ('queued', 'running') and handler <> ${`destination/${destinationId}`}`),
  );
  return left?.n ?? 0;
}

async function countQueued(database: Database, { destinationId }: DeliveryReceiver): Promise<number> {
  const [queued] = await database.execute<{ n: number }>(sql`
    select count(*)::int as n from runs where state = 'queued' and handler = ${`destination/${destinationId}`}`);
  return queued?.n ?? 0;
}

async function delays(environment: Environment, { arrivals }: DeliveryReceiver): Promise<string> {
  const written = await environment.inDatabase((database) =>
    database.select({ id: outgoingEvents.messageId, at: outgoingEvents.at }).from(outgoingEvents),
  );
  const times = new Map(written.map(({ id, at }) => [id, at.getTime()]));
  const sorted = arrivals.map(({ id, at }) => at - (times.get(id) ?? at)).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}

async function answerEndlessly(environment: Environment): Promise<void> {
  const worker = await startMeasured(environment, "worker", "bin/worker.ts");
  environment.workers.push(worker.productProcess);
  await withDestinations(environment, [{ name: "endless" }], async (receiver) => {
    receiver.answer = endless(GB);
    await environment.send();
    await environment.settled();
    await measureMemory(worker);
    const { pid } = worker.productProcess;
    forgetPeak(pid);
    environment.traffic.fault();
    for (let phase = 1; phase < PHASES; phase++) {
      await environment.send(await environment.planMore(CASES_A_PHASE, PHASE_MS));
      await environment.settled();
      await measureMemory(worker);
    }
    const [{ residentMb = 0 } = {}] = worker.held;
    const peak = peakMb(pid) ?? residentMb;
    environment.notes.push(
      `${receiver.arrivals.length} answers of 1 GB, of which at most ${Math.round(receiver.mostWritten / MB)} MB left the receiver`,
      `worker: at most ${peak} MB meanwhile`,
      ...memoryReport([worker]),
    );
    environment.wrong.push(...memoryGrowth([worker]));
    if (receiver.mostWritten > MAX_WRITTEN)
      environment.wrong.push(`${receiver.mostWritten} bytes of an answer were taken.`);
    if (peak > residentMb + MAX_PEAK_MB) environment.wrong.push(`The worker grew to ${peak} MB.`);
  });
}

/** The most resident memory of a process since it was forgotten; undefined where there is no /proc. */
function peakMb(pid: number): number | undefined {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return undefined;
  const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(path, "utf8")) ?? [];
  return Math.round(Number(kb) / 1024);
}

function forgetPeak(pid: number): void {
  const path = `/proc/${pid}/clear_refs`;
  if (existsSync(path)) writeFileSync(path, "5");
}
