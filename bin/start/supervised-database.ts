import { setTimeout } from "node:timers/promises";
import type { DatabaseUrls } from "#db/connection-url";
import { type Embedded, startEmbedded } from "#db/embedded";
import { verifyBothRoles } from "#db/preflight";
import type { Environment } from "#lib/environment";

const POLL_MS = 500;
const MAX_RETRY_MS = 15_000;

export type RunningDatabase = {
  /** They change when the server came back on another port. */
  urls: () => DatabaseUrls;
  stop: () => Promise<void>;
};

/** The database of the environment's URLs, else an embedded server with its cluster in `folder`. */
export function openDatabase(
  { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl = url }: Pick<Environment, "DATABASE_URL" | "DATABASE_OWNER_URL">,
  folder: string,
  onUrlChange: () => void,
): Promise<RunningDatabase> {
  return url && ownerUrl ? externalDatabase({ url, ownerUrl }) : superviseDatabase(folder, onUrlChange);
}

/** A server that somebody else runs. Throws one plain sentence, without a password in it, when one of the URLs cannot be used. */
async function externalDatabase(urls: DatabaseUrls): Promise<RunningDatabase> {
  await verifyBothRoles(urls);
  return { urls: () => urls, stop: async () => {} };
}

/** Starts the embedded server and restarts it whenever it ends, however often a restart fails. */
export async function superviseDatabase(folder: string, onUrlChange: () => void): Promise<RunningDatabase> {
  let embedded = await startEmbedded(folder);
  const stopping = new AbortController();
  const watching = watch(
    folder,
    stopping.signal,
    () => embedded,
    (next) => {
      const changed = next.url !== embedded.url;
      embedded = next;
      if (changed) onUrlChange();
    },
  );
  return {
    urls: () => embedded,
    stop: async () => {
      stopping.abort();
      await watching;
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
  let delayMs = POLL_MS;
  for (; !signal.aborted; await pause(delayMs, signal)) {
    if (current().isRunning()) continue;
    console.log("PostgreSQL ended. Starting it again.");
    try {
      replace(await startEmbedded(folder));
      delayMs = POLL_MS;
    } catch (error) {
      // With a full disk a start fails until there is room again.
      console.error((error as Error).message);
      delayMs = Math.min(delayMs * 2, MAX_RETRY_MS);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
