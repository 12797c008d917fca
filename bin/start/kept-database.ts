import { setTimeout } from "node:timers/promises";
import postgres from "postgres";
import { type Embedded, startEmbedded } from "#db/embedded";

const LOOK_MS = 500;
const MOST_FAILURES = 5;

/** The database while we run. */
export type KeptDatabase = {
  /** Changes when its port was taken while it was down. */
  url: () => string;
  /** Never resolves; rejects with one plain sentence once it cannot be started any more. */
  givenUp: Promise<never>;
  stop: () => Promise<void>;
};

/** A PostgreSQL that others keep. Throws one plain sentence, without the password in it, when none answers at `url`. */
export async function givenDatabase(url: string): Promise<KeptDatabase> {
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await client`select 1`;
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new Error(`DATABASE_URL cannot be used: ${host}${pathname}: ${(error as Error).message}`, { cause: error });
  } finally {
    await client.end({ timeout: 1 });
  }
  return { url: () => url, givenUp: new Promise(() => {}), stop: async () => {} };
}

/** Starts the cluster in `folder` and keeps it running. `moved` is called when its URL has changed. */
export async function keepDatabase(folder: string, moved: () => void): Promise<KeptDatabase> {
  let embedded = await startEmbedded(folder);
  const stopping = new AbortController();
  const givenUp = Promise.withResolvers<never>();
  givenUp.promise.catch(() => {});
  const watched = watch(
    folder,
    stopping.signal,
    () => embedded,
    (next) => {
      const changed = next.url !== embedded.url;
      embedded = next;
      if (changed) moved();
    },
  ).catch(givenUp.reject);
  return {
    url: () => embedded.url,
    givenUp: givenUp.promise,
    stop: async () => {
      stopping.abort();
      await watched;
      await embedded.stop();
    },
  };
}

async function watch(
  folder: string,
  signal: AbortSignal,
  current: () => Embedded,
  replace: (next: Embedded) => void,
): Promise<void> {
  for (let failures = 0; !signal.aborted; await pause(LOOK_MS, signal)) {
    if (current().alive()) continue;
    console.log("PostgreSQL ended. Starting it again.");
    try {
      replace(await startEmbedded(folder));
      failures = 0;
    } catch (error) {
      if (++failures === MOST_FAILURES) throw error;
      console.error((error as Error).message);
      await pause(1000 * failures, signal);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
