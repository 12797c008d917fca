import { setTimeout } from "node:timers/promises";
import type { Stage } from "#tools/chaos/environment/environment";
import { growth, holdings, look, startWatched, type Watched } from "#tools/chaos/environment/memory-growth";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { signIn } from "#tools/chaos/environment/sign-in";
import { ApiReader } from "#tools/chaos/soak/api-reader";
import { SOAK_FAULTS } from "#tools/chaos/soak/faults";
import { LiveClients } from "#tools/chaos/soak/live-clients";
import { OpenPages } from "#tools/chaos/soak/open-pages";
import { Probe } from "#tools/chaos/soak/probe";

const FAULT_EVERY_MS = 30_000;
const CASES_A_MINUTE = 60;
const LIVE_CLIENTS = 8;
/** Until an open page must show what is true again: the browser comes again 5 s after a refusal, a lost run is taken over after 15 s. */
const CAUGHT_UP_MS = 60_000;
/** Until what ended has been cleared away. */
const QUIET_MS = 3000;

/** A working day in small: everything at once, and something breaks every half a minute. */
export const soak: Scenario = {
  name: "soak",
  about: "--minutes of mixed traffic with pages open; every 30 s something is killed, frozen, cut or moved",
  doors: 0,
  workers: 0,
  pages: true,
  async play(stage) {
    const watched = await startParts(stage);
    const durationMs = stage.settings.minutes * 60_000;
    const cookie = await signIn(stage, "ada");
    const origin = `http://127.0.0.1:${stage.doors[0]?.port}`;
    const probe = new Probe();
    const plan = stage.planned(Math.round(stage.settings.minutes * CASES_A_MINUTE), durationMs);
    stage.plan = { ...plan, messages: [...plan.messages] };
    await stage.addContacts(stage.plan);
    const first = await probe.next(stage);
    const pages = await OpenPages.open(origin, cookie);
    const live = new LiveClients(origin, await signIn(stage, "grace"), LIVE_CLIENTS);
    const api = new ApiReader(stage);
    const connections: number[] = [];
    const lookAtAll = async () => {
      for (const one of watched) await look(one);
      connections.push(await connectionsTo(stage));
    };
    try {
      stage.wrong.push(...notShown(await pages.behind(first, CAUGHT_UP_MS), "they were opened"));
      await lookAtAll();
      const sending = stage.traffic.send(plan);
      await breakOften(stage, { pages, probe, durationMs, middle: lookAtAll });
      await sending;
      await stage.settled();
      await setTimeout(QUIET_MS);
      await lookAtAll();
    } finally {
      await Promise.all([pages.close(), live.close(), api.close()]);
    }
    stage.notes.push(
      `${api.answered} reads of the API, ${api.failed} failed during faults; ${live.topics} news to ${LIVE_CLIENTS} streams, ${live.reconnects} times anew`,
      ...holdings(watched),
      `PostgreSQL: connections ${connections.join(" → ")}`,
    );
    stage.wrong.push(...api.wrong, ...pages.complaints, ...growth(watched));
  },
};

/** Two of each, of which the first is never killed: what it holds, it has held from the start. */
async function startParts(stage: Stage): Promise<Watched[]> {
  const web = await startWatched(stage, "web", "bin/web.ts");
  const worker = await startWatched(stage, "worker", "bin/worker.ts");
  stage.doors.push(web.part, await stage.part({ script: "bin/web.ts" }));
  stage.workers.push(worker.part, await stage.part({ script: "bin/worker.ts" }));
  await Promise.all([stage.doors[1]?.start(), stage.workers[1]?.start()]);
  return [web, worker];
}

type Breaking = { pages: OpenPages; probe: Probe; durationMs: number; middle: () => Promise<unknown> };

async function breakOften(stage: Stage, { pages, probe, durationMs, middle }: Breaking): Promise<void> {
  const begun = performance.now();
  const elapsed = () => performance.now() - begun;
  let isMiddle = true;
  // The last one early enough for the traffic to meet it. Where pages are long behind, fewer fit.
  for (let n = 0; n === 0 || elapsed() < durationMs - FAULT_EVERY_MS; n++) {
    await setTimeout(FAULT_EVERY_MS - (elapsed() % FAULT_EVERY_MS));
    const fault = SOAK_FAULTS[n % SOAK_FAULTS.length];
    stage.traffic.fault();
    await fault?.happen(stage);
    const back = performance.now();
    const late = await pages.behind(await probe.next(stage), CAUGHT_UP_MS);
    stage.wrong.push(...notShown(late, `${fault?.name}`));
    stage.notes.push(
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

/** Of the product, not of ours. */
async function connectionsTo(stage: Stage): Promise<number> {
  const [row] = await stage.inServer(
    (client) =>
      client<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity where application_name like 'casewire%' and usename <> current_user`,
  );
  return row?.n ?? 0;
}
