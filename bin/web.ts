/** `npm run web`: the web process. It serves the pages, the API and the webhook endpoints on PORT. */
import type { RequestListener } from "node:http";
import { z } from "zod";
import { ensureBuild } from "#bin/build/ensure-build";
import { checkDatabase } from "#bin/process/check-database";
import { exitWithError, readOptions } from "#bin/process/command-line";
import { onShutdown } from "#bin/process/shutdown-signals";
import { gracefulClose } from "#bin/web/graceful-close";
import { describeListening, listenOn } from "#bin/web/listen-on";
import { trustOf } from "#bin/web/remote-address";
import { createWebServer } from "#bin/web/server";
import { closePool } from "#db/pool";
import { warnOfTokens } from "#lib/access/tokens/expiry-warning";
import { flushReads } from "#lib/audit/record-read";
import { logRoleWarning } from "#lib/audit/role-warning";
import { environment, hostOf, ownHost } from "#lib/environment";
import { checkSecret } from "#lib/sealing/seal-state";
import { stop } from "#lib/stopping";

/** Within the 10 s that a supervisor allows: first for running requests, then for running queries. */
const DRAIN_MS = 6000;
const POOL_SECONDS = 1;

const USAGE = `npm run web   serves the pages, the API and the webhook endpoints on PORT

  --dev    builds pages anew when their files change`;

const { dev } = readOptions(USAGE, z.object({ dev: z.boolean().default(false) }));
// Before Next and React are loaded, which read it once.
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
  onShutdown(async () => {
    stopping.abort();
    stop();
    if (server.listening) await close(DRAIN_MS);
    await flushReads();
    await closePool(POOL_SECONDS);
  });
  // A supervisor has already made sure of the build.
  if (!(dev || process.channel)) await ensureBuild(stopping.signal);
  // Before Next is loaded, which is slow, so that a taken port is reported at once. Early requests wait.
  const port = await listenOn(server, { port: settings.PORT, host });
  // PORT may be 0; the pages read the real one to call this process's own webhook endpoint when a source is tested.
  process.env.PORT = String(port);
  const { default: next } = await import("next");
  // The address at which Next calls itself to forward a server action to its page.
  const app = next({ dev, port, hostname: ownHost(settings), quiet: true, ...(dev ? { httpServer: server } : {}) });
  await app.prepare();
  ready.resolve(app.getRequestHandler());
  logRoleWarning();
  void checkSecret();
  if (process.send) process.send({ serving: port });
  else console.log(`Ready: ${describeListening({ port, host })}.`);
  warnOfTokens(stopping.signal);
} catch (error) {
  if (!stopping.signal.aborted) exitWithError(error);
}
