import { setTimeout } from "node:timers/promises";
import { BOTH_FORMATS, withDestinations } from "#tools/chaos/deliveries/with-destinations";
import type { Environment } from "#tools/chaos/environment/environment";
import {
  type MeasuredProcess,
  measureMemory,
  memoryGrowth,
  memoryReport,
  startMeasured,
} from "#tools/chaos/environment/memory-growth";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { ApiReader } from "#tools/chaos/soak/api-reader";
import { SOAK_FAULTS } from "#tools/chaos/soak/faults";
import { LiveClients } from "#tools/chaos/soak/live-clients";
import { OpenPages } from "#tools/chaos/soak/open-pages";
import { Probe } from "#tools/chaos/soak/probe";

const FAULT_EVERY_MS = 30_000;
const CASES_A_MINUTE = 60;
const LIVE_CLIENTS = 8;
/** Open pages must be up to date within this time: the browser reconnects after 5 s, a lost run is taken over after 15 s. */
const CAUGHT_UP_MS = 60_000;
/** Until resources of ended requests are released. */
const QUIET_MS = 3000;

/** Mixed traffic, with a fault every 30 s. */
export const soak: Scenario = {
  name: "soak",
  about: "--minutes of mixed traffic with pages open; every 30 s something is killed, frozen, cut or moved",
  endpoints: 0,
  workers: 0,
  pages: true,
  async run(environment) {
    const watched = await startProcesses(environment);
    await withDestinations(environment, BOTH_FORMATS, () => soakFor(environment, watched));
  },
};

async function soakFor(environment: Environment, watched: readonly MeasuredProcess[]): Promise<void> {
  const durationMs = environment.settings.minutes * 60_000;
  const cookie = await environment.signInAdmin("ada");
  const origin = `http://127.0.0.1:${environment.endpoints[0]?.port}`;
  const probe = new Probe();
  const plan = environment.planned(Math.round(environment.settings.minutes * CASES_A_MINUTE), durationMs);
  environment.plan = { ...plan, messages: [...plan.messages] };
  await environment.addContacts(environment.plan);
  const first = await probe.next(environment);
  const pages = await OpenPages.open(origin, cookie);
  const live = new LiveClients(origin, await environment.signInAdmin("grace"), LIVE_CLIENTS);
  const api = new ApiReader(environment);
  const connections: number[] = [];
  const lookAtAll = async () => {
    for (const one of watched) await measureMemory(one);
    connections.push(await connectionsTo(environment));
  };
  try {
    environment.wrong.push(...notShown(await pages.behind(first, CAUGHT_UP_MS), "they were opened"));
    await lookAtAll();
    const sending = environment.traffic.send(plan);
    await breakOften(environment, { pages, probe, durationMs, middle: lookAtAll });
    await sending;
    await environment.settled();
    await setTimeout(QUIET_MS);
    await lookAtAll();
  } finally {
    await Promise.all([pages.close(), live.close(), api.close()]);
  }
  environment.notes.push(
    `${api.answered} reads of the API, ${api.failed} failed during faults; ${live.topics} topics to ${LIVE_CLIENTS} streams, ${live.reconnects} times anew`,
    ...memoryReport(watched),
    `PostgreSQL: connections ${connections.join(" → ")}`,
  );
  environment.wrong.push(...api.wrong, ...pages.complaints, ...memoryGrowth(watched));
}

/** Two of each. The first has no faults, and its memory is measured. */
async function startProcesses(environment: Environment): Promise<MeasuredProcess[]> {
  const web = await startMeasured(environment, "web", "bin/web.ts");
  const worker = await startMeasured(environment, "worker", "bin/worker.ts");
  environment.endpoints.push(web.productProcess, await environment.openProcess({ script: "bin/web.ts" }));
  environment.workers.push(worker.productProcess, await environment.openProcess({ script: "bin/worker.ts" }));
  await Promise.all([environment.endpoints[1]?.start(), environment.workers[1]?.start()]);
  return [web, worker];
}

type Breaking = { pages: OpenPages; probe: Probe; durationMs: number; middle: () => Promise<unknown> };

async function breakOften(environment: Environment, { pages, probe, durationMs, middle }: Breaking): Promise<void> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  let isMiddle = true;
  // The last fault comes early enough to meet the traffic. Fewer fit when the pages take long to catch up.
  for (let n = 0; n === 0 || elapsed() < durationMs - FAULT_EVERY_MS; n++) {
    await setTimeout(FAULT_EVERY_MS - (elapsed() % FAULT_EVERY_MS));
    const fault = SOAK_FAULTS[n % SOAK_FAULTS.length];
    environment.traffic.fault();
    await fault?.happen(environment);
    const back = performance.now();
    const late = await pages.behind(await probe.next(environment), CAUGHT_UP_MS);
    environment.wrong.push(...notShown(late, `${fault?.name}`));
    environment.notes.push(
      `${fault?.name}: open pages right again after ${((performance.now() - back) / 1000).toFixed(1)} s`,
    );
    if (isMiddle && elapsed() > durationMs / 2) {
      isMiddle = false;
      await middle();
    }
  }
}

function notShown(late: readonly string[], after: string): string[] {
  return late.map((page) => `The ${page} page was not live and right within ${CAUGHT_UP_MS / 1000} s after ${after}.`);
}

/** The product's connections, without those of chaos. */
async function connectionsTo(environment: Environment): Promise<number> {
  const [row] = await environment.inServer(
    (client) =>
      client<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity where application_name like 'casewire%' and usename <> current_user`,
  );
  return row?.n ?? 0;
}
