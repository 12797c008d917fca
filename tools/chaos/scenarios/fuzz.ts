import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { type Random, seeded } from "#bin/simulate/random";
import { sendWebhook } from "#bin/simulate/send-webhook";
import { messageIdAt } from "#lib/sources/message-id";
import type { Environment } from "#tools/chaos/environment/environment";
import { measureMemory, memoryGrowth, memoryReport, startMeasured } from "#tools/chaos/environment/memory-growth";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { apiRequest, pageRequest } from "#tools/chaos/fuzz/app-requests";
import { HostileClient } from "#tools/chaos/fuzz/hostile-client";
import type { HostileRequest } from "#tools/chaos/fuzz/hostile-request";
import { rawRequest } from "#tools/chaos/fuzz/raw-requests";
import { ResponseTally } from "#tools/chaos/fuzz/response-tally";
import { actionRequest, inputsThatDoNotArrive, serverActions } from "#tools/chaos/fuzz/server-action-requests";
import { webhookRequest } from "#tools/chaos/fuzz/webhook-requests";

const AT_ONCE = 12;
/** After each of these shares of the requests, the memory of the processes is measured. */
const PHASES = [0.1, 0.4, 0.5];
/** Until closed connections are closed on the server's side too. */
const CLOSED_MS = 1500;

type Maker = { what: string; share: number; make: (random: Random) => HostileRequest };

/** Hostile input: no response may be a 5xx or late. */
export const fuzz: Scenario = {
  name: "fuzz",
  about:
    "--requests hostile requests at the endpoint, and with --door web at the API, the pages, their actions and below; none may be answered 5xx",
  // Starts its own, whose memory is measured.
  endpoints: 0,
  workers: 0,
  async run(environment) {
    const endpoint = await startMeasured(
      environment,
      "web",
      environment.settings.endpoint === "web" ? "bin/web.ts" : "bin/ingest.ts",
    );
    const worker = await startMeasured(environment, "worker", "bin/worker.ts");
    environment.endpoints.push(endpoint.productProcess);
    environment.workers.push(worker.productProcess);
    await environment.send();
    const random = seeded(environment.settings.seed);
    const tally = new ResponseTally();
    const makers = await makersFor(environment);
    environment.traffic.fault();
    for (const share of PHASES) {
      await send(environment, { random, makers, tally, count: Math.round(share * environment.settings.requests) });
      await setTimeout(CLOSED_MS);
      for (const one of [endpoint, worker]) await measureMemory(one);
    }
    await environment.settled();
    environment.notes.push(...tally.lines(), ...memoryReport([endpoint, worker]));
    environment.wrong.push(...tally.wrong, ...memoryGrowth([endpoint, worker]), ...faultsLogged(environment.log));
    environment.wrong.push(...(await failedRuns(environment)));
  },
};

async function makersFor(environment: Environment): Promise<Maker[]> {
  const webhook = (random: Random) => webhookRequest(random, environment.secret);
  if (environment.settings.endpoint === "bare") return [{ what: "endpoint", share: 1, make: webhook }];
  const [cookie, actionCookie] = [await environment.signInAdmin("ada"), await environment.signInAdmin("grace")];
  const known = {
    messageIds: environment.plan.messages.map(({ messageId }) => messageId),
    refIds: environment.plan.expectedCases.map(({ refId }) => refId),
  };
  const options = { cookie: actionCookie, actions: serverActions() };
  await storeCasesForActions(environment);
  environment.wrong.push(
    ...(await inputsThatDoNotArrive(`http://127.0.0.1:${environment.endpoints[0]?.port}`, options)),
  );
  environment.notes.push(`Forms: ${options.actions.length} server actions were given what was typed.`);
  return [
    { what: "endpoint", share: 0.62, make: webhook },
    { what: "API", share: 0.22, make: (random) => apiRequest(random, environment.apiToken, known) },
    { what: "pages", share: 0.1, make: (random) => pageRequest(random, cookie, known) },
    { what: "actions", share: 0.05, make: (random) => actionRequest(random, options) },
    { what: "wire", share: 0.01, make: rawRequest },
  ];
}

/** Cases that are not part of the plan, so that actions may change them. */
async function storeCasesForActions({ endpoints: [endpoint], secret }: Environment): Promise<void> {
  const url = new URL(`http://127.0.0.1:${endpoint?.port}/api/webhooks/vove`);
  for (const refId of ["fuzz-1", "fuzz-2", "fuzz-3"]) {
    const body = JSON.stringify({ refId, status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
    const { status, text } = await sendWebhook(url, secret, { messageId: messageIdAt(new Date()), body });
    if (status !== 200) throw new Error(`A case to act on was answered ${status} ${text}`);
  }
}

type Sending = { random: Random; makers: readonly Maker[]; tally: ResponseTally; count: number };

async function send(environment: Environment, { random, makers, tally, count }: Sending): Promise<void> {
  let left = count;
  const port = environment.endpoints[0]?.port ?? 0;
  const senders = Array.from({ length: AT_ONCE }, async () => {
    const client = new HostileClient(port);
    while (left-- > 0) {
      const { what, make } = pickByShare(random, makers);
      const request = make(random);
      try {
        tally.add(what, request, await client.ask(request));
      } catch (error) {
        tally.wrong.push(`${request.about}: ${(error as Error).message}`);
      }
    }
    client.close();
  });
  await Promise.all(senders);
}

function pickByShare(random: Random, makers: readonly Maker[]): Maker {
  let left = random.next();
  const picked = makers.find(({ share }) => {
    left -= share;
    return left < 0;
  });
  return picked ?? (makers[0] as Maker);
}

/** A page may fail after its headers were sent, and an action reports its failure in a 200, so logged errors count too. */
function faultsLogged(log: string): string[] {
  const lines = readFileSync(log, "utf8").split("\n");
  const faults = lines.filter((line) => line.startsWith('{"level":"error"') || /^ ?⨯/.test(line));
  return [...new Set(faults.map((line) => line.slice(0, 1000)))];
}

/** Correctly signed events are stored and processed, however odd, and no run may fail. */
async function failedRuns(environment: Environment): Promise<string[]> {
  const failed = await environment.inDatabase((database) =>
    database.execute<{ handler: string; error: string }>(
      sql`select handler, error from runs where state in ('failed', 'dead') limit 5`,
    ),
  );
  return failed.map(({ handler, error }) => `A run of ${handler} failed: ${error}`);
}
