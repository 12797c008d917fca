import { setTimeout } from "node:timers/promises";
import type { DatabaseUrls } from "#db/connection-url";
import { type Embedded, startEmbedded } from "#db/embedded";
import { verifyBothRoles } from "#db/preflight";
import type { Environment } from "#lib/environment";

const POLL_MS = 500;
const MAX_PATIENCE_MS = 15_000;

/** The database while we run. */
export type KeptDatabase = {
  /** They change when its port was taken while it was down. */
  urls: () => DatabaseUrls;
  stop: () => Promise<void>;
};

/** The database that the environment names, else the cluster in `folder`. */
export function openDatabase(
  { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl = url }: Pick<Environment, "DATABASE_URL" | "DATABASE_OWNER_URL">,
  folder: string,
  moved: () => void,
): Promise<KeptDatabase> {
  return url && ownerUrl ? givenDatabase({ url, ownerUrl }) : keepDatabase(folder, moved);
}

/** A PostgreSQL that others keep. Throws one plain sentence, without a password in it, when one of the URLs cannot be used. */
async function givenDatabase(urls: DatabaseUrls): Promise<KeptDatabase> {
  await verifyBothRoles(urls);
  return { urls: () => urls, stop: async () => {} };
}

/** Starts the cluster in `folder` and keeps it running, however often and long it cannot. `moved` is called when its URL has changed. */
export async function keepDatabase(folder: string, moved: () => void): Promise<KeptDatabase> {
  let embedded = await startEmbedded(folder);
  const stopping = new AbortController();
  const watched = watch(
    folder,
    stopping.signal,
    () => embedded,
    (next) => {
      const changed = next.url !== embedded.url;
      embedded = next;
      if (changed) moved();
    },
  );
  return {
    urls: () => embedded,
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
  let patience = POLL_MS;
  for (; !signal.aborted; await pause(patience, signal)) {
    if (current().isRunning()) continue;
    console.log("PostgreSQL ended. Starting it again.");
    try {
      replace(await startEmbedded(folder));
      patience = POLL_MS;
    } catch (error) {
      // Its disk may be full: it comes back once there is room, and nobody has to tell us.
      console.error((error as Error).message);
      patience = Math.min(patience * 2, MAX_PATIENCE_MS);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
