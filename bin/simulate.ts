/**
 * `npm run simulate`: a faithful sender. Signs and sends the events of made-up cases over real HTTP, some twice, some late, some of
 * unknown shape, some forged; retries as the sender does; then compares what Casewire says with what was sent.
 */
import { answerHelp } from "#bin/process/command-line";
import { fail } from "#bin/process/fail";
import { askApi } from "#bin/simulate/ask-api";
import { askDatabase } from "#bin/simulate/ask-database";
import { disagreements } from "#bin/simulate/compare";
import type { Asked } from "#bin/simulate/findings";
import { readOptions, USAGE } from "#bin/simulate/options";
import { plan } from "#bin/simulate/plan";
import { secretToSign } from "#bin/simulate/secret";
import { type Counts, sendAll } from "#bin/simulate/sender";
import { onThisMachine, openOwnDatabase, targetUrl } from "#bin/simulate/target";
import { untilIdle } from "#bin/simulate/until-idle";
import { closePool, database } from "#db/pool";
import { readStartEnvironment } from "#lib/environment";
import { newSecret } from "#lib/sources/secret";

/** A life has about this many events. */
const EVENTS_A_CASE = 2.8;
const SETTLE_MS = 60_000;

answerHelp(USAGE);
await simulate().catch(fail);

async function simulate(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const { source, seed, minutes } = options;
  const url = targetUrl(options.url, source);
  const secret = await secretToSign(options.secret, { source, own: onThisMachine(url) });
  const durationMs = minutes * 60_000;
  const cases = options.cases ?? Math.max(1, Math.round((options.rate * durationMs) / 1000 / EVENTS_A_CASE));
  const shares = { ...options, badSecret: options["bad-secret"] };
  const planned = plan({ cases, durationMs, seed, shares }, new Date());
  const asked = askedOf(url, {
    source,
    refIds: planned.truths.map((truth) => truth.refId),
    messageIds: planned.messages.map((message) => message.messageId),
  });
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

  await untilIdle(asked, { atMostMs: SETTLE_MS, tell: console.log });
  const wrong = [...counts.surprises, ...disagreements(planned, await asked.found())];
  for (const sentence of wrong.slice(0, 20)) console.error(sentence);
  await closePool();
  if (wrong.length > 0) throw new Error(`Casewire disagrees with what was sent in ${wrong.length} points.`);
  console.log("Casewire agrees with what was sent: every case, one effect each, no dead run.");
}

/** By the API where a token is given, else straight from this machine's database. */
function askedOf(url: URL, of: { source: string; refIds: string[]; messageIds: string[] }): Asked {
  const { CASEWIRE_API_TOKEN: token, DATABASE_URL } = readStartEnvironment(process.env);
  if (token) return askApi({ origin: url.origin, token, ...of });
  if (!onThisMachine(url) && !DATABASE_URL) {
    throw new Error("To compare afterwards, set CASEWIRE_API_TOKEN or DATABASE_URL of the Casewire that --url names.");
  }
  openOwnDatabase();
  return askDatabase(database(), of);
}

function summary({ attempts, accepted, duplicate, refused, retried, givenUp }: Counts): string {
  return `${attempts} attempts: ${accepted} accepted, ${duplicate} duplicates, ${refused} refused, ${retried} to be retried, ${givenUp} given up`;
}
