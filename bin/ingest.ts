/**
 * An ingest process: `npm run ingest`. The webhook doors and `/api/health` on PORT, without the pages: for bursts, beside or instead of
 * the web process's own. On Linux any number of them may share one PORT.
 */
import { createIngestServer } from "#bin/ingest/server";
import { fail } from "#bin/process/fail";
import { whenToldToStop } from "#bin/process/when-told-to-stop";
import { gracefulClose } from "#bin/web/graceful-close";
import { listenOn } from "#bin/web/listen-on";
import { closePool, databaseUrl } from "#db/pool";
import { logRoleWarning } from "#lib/audit/role-warning";
import { environment } from "#lib/environment";
import { stop } from "#lib/stopping";

/** Of the 10 s a supervisor grants us: for requests under way, then for queries. */
const FINISH_MS = 6000;
const POOL_SECONDS = 1;

try {
  const { PORT, CASEWIRE_TRUSTED_PROXIES, CASEWIRE_URL } = environment();
  databaseUrl();
  const server = createIngestServer({ proxies: CASEWIRE_TRUSTED_PROXIES, publicUrl: CASEWIRE_URL });
  const close = gracefulClose(server);
  whenToldToStop(async () => {
    stop();
    if (server.listening) await close(FINISH_MS);
    await closePool(POOL_SECONDS);
  });
  const port = await listenOn(server, PORT, process.platform === "linux");
  logRoleWarning();
  process.send?.({ serving: port });
  console.log(`Ready: http://localhost:${port}/api/webhooks/`);
} catch (error) {
  fail(error);
}
