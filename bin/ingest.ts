/**
 * `npm run ingest`: a process that serves only the webhook endpoints and `/api/health` on PORT, for bursts, beside the web process or instead
 * of its endpoints. On Linux several of them may share one PORT.
 */
import { createIngestServer } from "#bin/ingest/server";
import { checkDatabase } from "#bin/process/check-database";
import { exitWithError, rejectOptions } from "#bin/process/command-line";
import { onShutdown } from "#bin/process/shutdown-signals";
import { gracefulClose } from "#bin/web/graceful-close";
import { describeListening, listenOn } from "#bin/web/listen-on";
import { trustOf } from "#bin/web/remote-address";
import { closePool } from "#db/pool";
import { logRoleWarning } from "#lib/audit/role-warning";
import { environment, hostOf, ownAddress } from "#lib/environment";
import { checkSecret } from "#lib/sealing/seal-state";
import { stop } from "#lib/stopping";

/** Within the 10 s that a supervisor allows: first for running requests, then for running queries. */
const DRAIN_MS = 6000;
const POOL_SECONDS = 1;

rejectOptions("npm run ingest   serves the webhook endpoints and /api/health on PORT, without the pages");
try {
  const settings = environment();
  const host = hostOf(settings);
  checkDatabase();
  const server = createIngestServer({
    trust: trustOf(settings.CASEWIRE_TRUSTED_PROXIES),
    publicUrl: settings.CASEWIRE_URL,
  });
  const close = gracefulClose(server);
  onShutdown(async () => {
    stop();
    if (server.listening) await close(DRAIN_MS);
    await closePool(POOL_SECONDS);
  });
  const port = await listenOn(server, { port: settings.PORT, host, reusePort: process.platform === "linux" });
  logRoleWarning();
  void checkSecret();
  process.send?.({ serving: port });
  console.log(`Ready: ${ownAddress({ ...settings, PORT: port })}/api/webhooks/ (${describeListening({ port, host })})`);
} catch (error) {
  exitWithError(error);
}
