/**
 * `npm run simulate`: a faithful sender. Signs and sends the events of made-up cases over real HTTP, some twice, some late, some of
 * unknown shape, some forged; retries as the sender does; then compares what Casewire says with what was sent.
 */
import { setTimeout } from "node:timers/promises";
import { fail } from "#bin/process/fail";
import { askApi } from "#bin/simulate/ask-api";
import { askDatabase } from "#bin/simulate/ask-database";
import { disagreements } from "#bin/simulate/compare";
import type { Findings } from "#bin/simulate/findings";
import { readOptions, USAGE } from "#bin/simulate/options";
import { type Plan, plan } from "#bin/simulate/plan";
import { secretToSign } from "#bin/simulate/secret";
import { type Counts, sendAll } from "#bin/simulate/sender";
import { onThisMachine, openOwnDatabase, targetUrl } from "#bin/simulate/target";
import { closePool, database } from "#db/pool";
import { readStartEnvironment } from "#lib/environment";
import { newSecret } from "#lib/sources/secret";

/** A life has about this many events. */
const EVENTS_A_CASE = 2.8;
const SETTLE_MS = 60_000;

if (process.argv.includes("--help")) console.log(USAGE);
else await simulate().catch(fail);

async function simulate(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const { source, seed, minutes } = options;
  const url = targetUrl(options.url, source);
  const secret = await secretToSign(options.secret, { source, own: onThisMachine(url) });
  const ask = asker(source, url);
  const durationMs = minutes * 60_000;
  const cases = options.cases ?? Math.max(1, Math.round((options.rate * durationMs) / 1000 / EVENTS_A_CASE));
  const shares = { ...options, badSecret: options["bad-secret"] };
  const planned = plan({ cases, durationMs, seed, shares }, new Date());
  console.log(`${planned.messages.length} messages of ${cases} cases to ${url} in ${minutes} min, seed ${seed}.`);

  const counts: Counts = {
    attempts: 0,
    accepted: 0,
    duplicate: 0,
    refused: 0,
    retried: 0,
    givenUp: 0,
    surprises: [],
  };
  const ticking = setInterval(() => console.log(summary(counts)), 5000);
  await sendAll(planned, { url, secret, forgedWith: newSecret(), speed: options.speed }, counts);
  clearInterval(ticking);
  console.log(summary(counts));

  const wrong = [...counts.surprises, ...disagreements(planned, await settled(planned, ask))];
  for (const sentence of wrong.slice(0, 20)) console.error(sentence);
  await closePool();
  if (wrong.length > 0) throw new Error(`Casewire disagrees with what was sent in ${wrong.length} points.`);
  console.log("Casewire agrees with what was sent: every case, one effect each, no dead run.");
}

type Ask = (refIds: readonly string[], messageIds: readonly string[]) => Promise<Findings>;

/** By the API where a token is given, else straight from this machine's database. */
function asker(source: string, url: URL): Ask {
  const { CASEWIRE_API_TOKEN: token, DATABASE_URL } = readStartEnvironment(process.env);
  if (token) return (refIds, messageIds) => askApi({ origin: url.origin, token, source }, refIds, messageIds);
  if (!onThisMachine(url) && !DATABASE_URL) {
    throw new Error("To compare afterwards, set CASEWIRE_API_TOKEN or DATABASE_URL of the Casewire that --url names.");
  }
  openOwnDatabase();
  return (refIds, messageIds) => askDatabase(database(), source, refIds, messageIds);
}

/** Asks until no run is left to do. */
async function settled({ messages, truths }: Plan, ask: Ask): Promise<Findings> {
  const refIds = truths.map((truth) => truth.refId);
  const messageIds = messages.map((message) => message.messageId);
  const until = performance.now() + SETTLE_MS;
  for (;;) {
    const found = await ask(refIds, messageIds);
    if (found.unfinished === 0 || performance.now() > until) return found;
    console.log(`${found.unfinished} runs are still to be done.`);
    await setTimeout(1000);
  }
}

function summary({ attempts, accepted, duplicate, refused, retried, givenUp }: Counts): string {
  return `${attempts} attempts: ${accepted} accepted, ${duplicate} duplicates, ${refused} refused, ${retried} to be retried, ${givenUp} given up`;
}
