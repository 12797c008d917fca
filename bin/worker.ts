/** `npm run worker`: the worker process. It carries out queued runs, sends deliveries, applies retention, counts figures and signs the audit log. */
import { constants, setPriority } from "node:os";
import { checkDatabase } from "#bin/process/check-database";
import { exitWithError, rejectOptions } from "#bin/process/command-line";
import { onShutdown } from "#bin/process/shutdown-signals";
import { closePool } from "#db/pool";
import { logRoleWarning } from "#lib/audit/role-warning";
import { signHourly } from "#lib/audit/sign-hourly";
import { emitDueFollowUps } from "#lib/cases/emit-follow-up";
import { startDeliveryWorker } from "#lib/deliveries/delivery-worker";
import { environment } from "#lib/environment";
import { endAbandonedExports } from "#lib/exports/advance-export";
import { countFiguresUnlessCounted } from "#lib/figures/count-figures";
import { catalogue } from "#lib/handlers/catalogue";
import { repeat } from "#lib/repeat";
import { startRetention } from "#lib/retention/scheduler";
import { startWorker } from "#lib/runs/worker";
import { checkSecret } from "#lib/sealing/seal-state";
import { stop } from "#lib/stopping";

const POOL_SECONDS = 1;
/** How often the worker checks whether an hourly signature of the audit log or a follow-up is due, and which exports were abandoned. */
const POLL_MS = 60_000;
/** How often the figures of the overview are counted: the hour under way is counted anew each time. */
const FIGURES_POLL_MS = 30_000;

rejectOptions("npm run worker   carries out queued runs and removes what is past its time");
try {
  environment();
  checkDatabase();
  // The ingest endpoint and the pages have priority over a worker that drains a backlog on the same machine.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const worker = startWorker({ handlers: catalogue });
  const deliveries = startDeliveryWorker({ worker: worker.id });
  const retention = startRetention();
  const stopping = new AbortController();
  const checkpoints = repeat("checkpoints", { signal: stopping.signal, everyMs: POLL_MS }, signHourly);
  const dueFollowUps = repeat("due follow-ups", { signal: stopping.signal, everyMs: POLL_MS }, async () => {
    await emitDueFollowUps();
  });
  const exports = repeat("abandoned exports", { signal: stopping.signal, everyMs: POLL_MS }, async () => {
    await endAbandonedExports();
  });
  const figures = repeat("figures", { signal: stopping.signal, everyMs: FIGURES_POLL_MS }, () =>
    countFiguresUnlessCounted(stopping.signal, FIGURES_POLL_MS / 2000),
  );
  onShutdown(async () => {
    stop();
    stopping.abort();
    await Promise.all([
      worker.stop(),
      deliveries.stop(),
      retention.stop(),
      checkpoints,
      dueFollowUps,
      exports,
      figures,
    ]);
    await closePool(POOL_SECONDS);
  });
  logRoleWarning();
  void checkSecret();
  process.send?.({ serving: 0 });
} catch (error) {
  exitWithError(error);
}
