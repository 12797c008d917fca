import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { repeatsOf } from "#tools/chaos/deliveries/compare-deliveries";
import { accept, type DeliveryReceiver } from "#tools/chaos/deliveries/delivery-receiver";
import { BOTH_FORMATS, withDestinations } from "#tools/chaos/deliveries/with-destinations";
import type { Interception } from "#tools/chaos/environment/database-proxy";
import type { Environment } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { until } from "#tools/harness/until";

const RECORD = /insert into delivery_attempts.*set state = 'succeeded'/s;
/** The moments of the kills, one after the other. */
const MOMENTS: Interception["moment"][] = ["before", "after"];
const CASES_A_ROUND = 3;
const ROUND_MS = 1000;
const AWAY_MS = 3000;
const OUTAGES = 3;
const CONCURRENCY = 4;
const ANSWER_MS = 200;

/** Faults between the answer of a receiver and our record of it. */
export const deliveries: Scenario[] = [
  {
    name: "deliveries-worker-killed",
    about: "a worker is killed the moment a receiver has answered 200, --rounds times, under steady traffic",
    run: (environment) =>
      withDestinations(environment, BOTH_FORMATS, (...receivers) => killOften(environment, receivers)),
  },
  {
    name: "deliveries-killed-at-record",
    about:
      "a worker is killed before the record of a 200 reaches PostgreSQL, and when it is committed and the worker has not heard of it",
    run: (environment) => withDestinations(environment, BOTH_FORMATS, () => killAtRecord(environment)),
  },
  {
    name: "deliveries-two-workers",
    about: `two workers share the ${CONCURRENCY} requests at a time of a destination, and one is killed for good while both have some under way`,
    workers: 2,
    cases: 25,
    run: (environment) =>
      withDestinations(environment, [{ name: "core", concurrency: CONCURRENCY }], (core) =>
        killOneOfTwo(environment, core),
      ),
  },
  {
    name: "deliveries-database-away",
    about: `the worker's database is away for ${AWAY_MS / 1000} s from the moment a receiver has answered 200, three times`,
    run: (environment) => withDestinations(environment, [{ name: "core" }], (core) => takeDatabase(environment, core)),
  },
  {
    name: "deliveries-database-killed",
    about: "PostgreSQL is killed the moment a receiver has answered 200",
    run: (environment) => withDestinations(environment, [{ name: "core" }], (core) => killDatabase(environment, core)),
  },
];

async function killOften(environment: Environment, receivers: DeliveryReceiver[]): Promise<void> {
  const [worker] = environment.workers;
  const sendings = [environment.send()];
  for (let round = 0; round < environment.settings.rounds; round++) {
    const receiver = receivers[round % receivers.length];
    const killed = receiver?.whenAccepted(async () => worker?.kill());
    // Every kill meets deliveries, however many of the earlier ones wait for their leases to expire.
    sendings.push(environment.send(await environment.planMore(CASES_A_ROUND, ROUND_MS)));
    await killed;
    environment.traffic.fault();
    await worker?.start();
  }
  await Promise.all(sendings);
  await environment.settled();
  const repeats = receivers.flatMap(repeatsOf);
  if (repeats.length === 0) environment.wrong.push("No kill came between a 200 and its record.");
}

async function killAtRecord(environment: Environment): Promise<void> {
  const [worker] = environment.workers;
  for (const moment of MOMENTS) {
    const act = async () => {
      environment.traffic.fault();
      await worker?.kill();
    };
    const met = worker?.proxy.intercept({ statement: RECORD, moment, act });
    const sending = environment.send(await environment.planMore(CASES_A_ROUND, ROUND_MS));
    await met;
    await worker?.start();
    await sending;
  }
  await environment.send();
}

async function killOneOfTwo(environment: Environment, receiver: DeliveryReceiver): Promise<void> {
  // So slowly that both workers have requests under way.
  receiver.answer = (response) => void setTimeout(ANSWER_MS).then(() => accept(response));
  const sending = environment.send();
  await until("both workers to have claimed deliveries", () => haveBothClaimed(environment), { pollMs: 5 });
  await setTimeout(ANSWER_MS / 2);
  environment.traffic.fault();
  await environment.workers[0]?.kill();
  await sending;
  await environment.settled();
  environment.notes.push(`at most ${receiver.mostOpen} requests at a time`);
  if (receiver.mostOpen > CONCURRENCY) environment.wrong.push(`${receiver.mostOpen} requests were open at a time.`);
}

async function haveBothClaimed(environment: Environment): Promise<boolean> {
  const workers = await environment.inDatabase((database) =>
    database.execute(sql`select distinct worker from runs where state = 'running' and delivery_id is not null`),
  );
  return workers.length === 2;
}

/** The proxy is in this process, so no record passes it between the answer and the cut. */
async function takeDatabase(environment: Environment, receiver: DeliveryReceiver): Promise<void> {
  const proxy = environment.workers[0]?.proxy;
  const sendings = [environment.send()];
  for (let n = 0; n < OUTAGES; n++) {
    const away = receiver.whenAccepted(() => proxy?.goAway());
    sendings.push(environment.send(await environment.planMore(CASES_A_ROUND, ROUND_MS)));
    await away;
    environment.traffic.fault();
    await setTimeout(AWAY_MS);
    proxy?.comeBack();
  }
  await Promise.all(sendings);
  await environment.settled();
  if (repeatsOf(receiver).length === 0) environment.wrong.push("No 200 came while the database was away.");
}

async function killDatabase(environment: Environment, receiver: DeliveryReceiver): Promise<void> {
  const killed = receiver.whenAccepted(() => environment.cluster.signal("SIGKILL"));
  const sending = environment.send();
  await killed;
  environment.traffic.fault();
  await environment.restartDatabase();
  await sending;
}
