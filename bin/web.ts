/** The web process: `npm run web`. Serves the pages, the API and the webhook doors on PORT. */
import type { RequestListener } from "node:http";
import { ensureBuild } from "#bin/build/ensure-build";
import { checkDatabase } from "#bin/process/check-database";
import { takeOptions } from "#bin/process/command-line";
import { fail } from "#bin/process/fail";
import { whenToldToStop } from "#bin/process/when-told-to-stop";
import { gracefulClose } from "#bin/web/graceful-close";
import { listeningInWords, listenOn } from "#bin/web/listen-on";
import { trustOf } from "#bin/web/remote-address";
import { createWebServer } from "#bin/web/server";
import { closePool } from "#db/pool";
import { warnOfTokens } from "#lib/access/tokens/expiry-warning";
import { flushReads } from "#lib/audit/record-read";
import { logRoleWarning } from "#lib/audit/role-warning";
import { environment, hostOf, ownHost } from "#lib/environment";
import { checkSecret } from "#lib/sealing/seal-state";
import { stop } from "#lib/stopping";

/** Of the 10 s a supervisor grants us: for requests under way, then for queries. */
const FINISH_MS = 6000;
const POOL_SECONDS = 1;

const USAGE = `npm run web   serves the pages, the API and the webhook doors on PORT

  --dev    builds pages anew when their files change`;

const { dev = false } = takeOptions(USAGE, { dev: { type: "boolean" } });
// Before Next and React are loaded, which look at it once.
Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });

const stopping = new AbortController();
const ready = Promise.withResolvers<RequestListener>();
try {
  const settings = environment();
  const host = hostOf(settings);
  checkDatabase();
  const server = createWebServer(
    (request, response) => void ready.promise.then((handle) => handle(request, response)),
    {
      trust: trustOf(settings.CASEWIRE_TRUSTED_PROXIES),
      publicUrl: settings.CASEWIRE_URL,
      dev,
    },
  );
  const close = gracefulClose(server);
  whenToldToStop(async () => {
    stopping.abort();
    stop();
    if (server.listening) await close(FINISH_MS);
    await flushReads();
    await closePool(POOL_SECONDS);
  });
  // A supervisor has seen to the build.
  if (!(dev || process.channel)) await ensureBuild(stopping.signal);
  // Before Next is loaded, which is slow: a taken port is the likeliest thing to be wrong. Early requests wait.
  const port = await listenOn(server, { port: settings.PORT, host });
  // PORT may be 0, and the test of a source calls our own door: the pages read the environment anew.
  process.env.PORT = String(port);
  const { default: next } = await import("next");
  // Where Next reaches itself, to hand an action to the page it belongs to.
  const app = next({ dev, port, hostname: ownHost(settings), quiet: true, ...(dev ? { httpServer: server } : {}) });
  await app.prepare();
  ready.resolve(app.getRequestHandler());
  logRoleWarning();
  void checkSecret();
  if (process.send) process.send({ serving: port });
  else console.log(`Ready: ${listeningInWords({ port, host })}.`);
  warnOfTokens(stopping.signal);
} catch (error) {
  if (!stopping.signal.aborted) fail(error);
}
