import { ownAddress, readStartEnvironment } from "#lib/environment";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** The endpoint to send to: the one of this machine unless `--url` names another, which is warned about. */
export function targetUrl(given: string | undefined, source: string): URL {
  if (given === undefined) {
    return new URL(`${ownAddress(readStartEnvironment(process.env))}/api/webhooks/${source}`);
  }
  if (!URL.canParse(given)) throw new Error(`--url ${given} is no address.`);
  const url = new URL(given);
  // An address without a path means the endpoint of the source.
  if (url.pathname === "/") url.pathname = `/api/webhooks/${source}`;
  if (!isLocal(url)) console.warn(`Careful: this sends to ${url.host}, which is not this machine.`);
  return url;
}

/** Whether the Casewire that listens there may be the one whose data folder and database this process can open. */
export function isLocal(url: URL): boolean {
  return LOOPBACK.has(url.hostname);
}
