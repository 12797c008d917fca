/**
 * `npm run simulate`: signs and sends the events of generated cases over HTTP, some twice, some late, some of unknown shape, some forged, and
 * retries as VOVE ID does. Then it compares what Casewire stored with what was sent.
 */
import { exitWithError } from "#bin/process/command-line";
import { selectLocalDatabase } from "#bin/process/local-database";
import type { StateReader } from "#bin/simulate/casewire-state";
import { disagreements } from "#bin/simulate/compare";
import { simulateOptions } from "#bin/simulate/options";
import { plan } from "#bin/simulate/plan";
import { stateFromApi } from "#bin/simulate/read-from-api";
import { stateFromDatabase } from "#bin/simulate/read-from-database";
import { type Counts, sendAll } from "#bin/simulate/sender";
import { findSigningSecret } from "#bin/simulate/signing-secret";
import { isLocal, targetUrl } from "#bin/simulate/target";
import { untilIdle } from "#bin/simulate/until-idle";
import { closePool, database } from "#db/pool";
import { readStartEnvironment } from "#lib/environment";
import { newSecret } from "#lib/sources/secret";

/** The average of `randomLifecycle`. */
const EVENTS_A_CASE = 2.8;
const IDLE_TIMEOUT_MS = 60_000;

const options = simulateOptions();
await simulate().catch(exitWithError);

async function simulate(): Promise<void> {
  const { source, seed, minutes } = options;
  const url = targetUrl(options.url, source);
  const secret = await findSigningSecret(options.secret, { source, isLocal: isLocal(url) });
  const durationMs = minutes * 60_000;
  const cases = options.cases ?? Math.max(1, Math.round((options.rate * durationMs) / 1000 / EVENTS_A_CASE));
  const shares = { ...options, badSecret: options["bad-secret"] };
  const planned = plan({ cases, durationMs, seed, shares }, new Date());
  const state = stateReader(url, {
    source,
    refIds: planned.expectedCases.map(({ refId }) => refId),
    messageIds: planned.messages.map(({ messageId }) => messageId),
  });
  console.log(`${planned.messages.length} messages of ${cases} cases to ${url} in ${minutes} min, seed ${seed}.`);

  const counts: Counts = {
    attempts: 0,
    accepted: 0,
    duplicate: 0,
    refused: 0,
    retried: 0,
    givenUp: 0,
    unexpected: [],
  };
  const ticking = setInterval(() => console.log(summary(counts)), 5000);
  await sendAll(planned, { url, secret, forgedWith: newSecret(), speed: options.speed }, counts);
  clearInterval(ticking);
  console.log(summary(counts));

  await untilIdle(state, { timeoutMs: IDLE_TIMEOUT_MS, log: console.log });
  const wrong = [...counts.unexpected, ...disagreements(planned, await state.read())];
  for (const sentence of wrong.slice(0, 20)) console.error(sentence);
  await closePool();
  if (wrong.length > 0) throw new Error(`Casewire disagrees with what was sent in ${wrong.length} points.`);
  console.log("Casewire agrees with what was sent: every case, one effect each, no dead run.");
}

/** By the API where a token is set, else by SQL on this machine's database. */
function stateReader(url: URL, selection: { source: string; refIds: string[]; messageIds: string[] }): StateReader {
  const { CASEWIRE_API_TOKEN: token, DATABASE_URL } = readStartEnvironment(process.env);
  if (token) return stateFromApi({ origin: url.origin, token, ...selection });
  if (!isLocal(url) && !DATABASE_URL) {
    throw new Error("To compare afterwards, set CASEWIRE_API_TOKEN or DATABASE_URL of the Casewire that --url names.");
  }
  selectLocalDatabase();
  return stateFromDatabase(database(), selection);
}

function summary({ attempts, accepted, duplicate, refused, retried, givenUp }: Counts): string {
  return `${attempts} attempts: ${accepted} accepted, ${duplicate} duplicates, ${refused} refused, ${retried} to be retried, ${givenUp} given up`;
}
