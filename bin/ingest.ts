/**
 * An ingest process: `npm run ingest`. The webhook endpoints and `/api/health` on PORT, without the pages: for bursts, beside or instead
 * of the web process's own. On Linux any number of them may share one PORT.
 */
import { createIngestServer } from "#bin/ingest/server";
import { checkDatabase } from "#bin/process/check-database";
import { takeOptions } from "#bin/process/command-line";
import { fail } from "#bin/process/fail";
import { whenToldToStop } from "#bin/process/when-told-to-stop";
import { gracefulClose } from "#bin/web/graceful-close";
import { listeningInWords, listenOn } from "#bin/web/listen-on";
import { trustOf } from "#bin/web/remote-address";
import { closePool } from "#db/pool";
import { logRoleWarning } from "#lib/audit/role-warning";
import { environment, hostOf, ownAddress } from "#lib/environment";
import { checkSecret } from "#lib/sealing/seal-state";
import { stop } from "#lib/stopping";

/** Of the 10 s a supervisor grants us: for requests under way, then for queries. */
const FINISH_MS = 6000;
const POOL_SECONDS = 1;

takeOptions(
  "npm run ingest   serves the webhook endpoints and /api/health on PORT, without the pages; it takes no options",
  {},
);
try {
  const settings = environment();
  const host = hostOf(settings);
  checkDatabase();
  const server = createIngestServer({
    trust: trustOf(settings.CASEWIRE_TRUSTED_PROXIES),
    publicUrl: settings.CASEWIRE_URL,
  });
  const close = gracefulClose(server);
  whenToldToStop(async () => {
    stop();
    if (server.listening) await close(FINISH_MS);
    await closePool(POOL_SECONDS);
  });
  const port = await listenOn(server, { port: settings.PORT, host, reusePort: process.platform === "linux" });
  logRoleWarning();
  void checkSecret();
  process.send?.({ serving: port });
  console.log(`Ready: ${ownAddress({ ...settings, PORT: port })}/api/webhooks/ (${listeningInWords({ port, host })})`);
} catch (error) {
  fail(error);
}
