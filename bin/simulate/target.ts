import { existsSync } from "node:fs";
import { join } from "node:path";
import { currentUrls } from "#bin/process/current-urls";
import { keptSecret } from "#bin/start/data-folder";
import { ownAddress, readStartEnvironment, setDatabaseUrl } from "#lib/environment";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** The endpoint to send to: this machine's own, unless an address is named, and then it is said where things go. */
export function targetUrl(named: string | undefined, source: string): URL {
  if (named === undefined) {
    return new URL(`${ownAddress(readStartEnvironment(process.env))}/api/webhooks/${source}`);
  }
  if (!URL.canParse(named)) throw new Error(`--url ${named} is no address.`);
  const url = new URL(named);
  // An address alone means its endpoint of this source.
  if (url.pathname === "/") url.pathname = `/api/webhooks/${source}`;
  if (!onThisMachine(url)) console.warn(`Careful: this sends to ${url.host}, which is not this machine.`);
  return url;
}

/** Whether what listens there may be the Casewire whose data folder and database are ours to open. */
export function onThisMachine(url: URL): boolean {
  return LOOPBACK.has(url.hostname);
}

/**
 * Opens the database of the Casewire on this machine as its own processes do: its URL, and the secret in its data folder. Throws one
 * plain sentence when it does not run.
 */
export function openOwnDatabase(): void {
  const { CASEWIRE_DATA_DIR, CASEWIRE_SECRET } = readStartEnvironment(process.env);
  setDatabaseUrl(currentUrls().url);
  // Not made here where there is none: it would open nothing.
  if (CASEWIRE_SECRET || !existsSync(join(CASEWIRE_DATA_DIR, "secret"))) return;
  process.env.CASEWIRE_SECRET = keptSecret(CASEWIRE_DATA_DIR);
}
