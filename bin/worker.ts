/** The worker process: `npm run worker`. Takes runs out of the queue and carries them out, and removes what is past its time. */
import { constants, setPriority } from "node:os";
import { fail } from "#bin/process/fail";
import { whenToldToStop } from "#bin/process/when-told-to-stop";
import { closePool, databaseUrl } from "#db/pool";
import { logRoleWarning } from "#lib/audit/role-warning";
import { environment } from "#lib/environment";
import { startRetention } from "#lib/retention/keeper";
import { startWorker } from "#lib/runs/worker";
import { stop } from "#lib/stopping";

const POOL_SECONDS = 1;

try {
  environment();
  databaseUrl();
  // Somebody waits for the doors and the pages: on a machine they share with a worker that drains a backlog, they go first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const worker = startWorker();
  const retention = startRetention();
  whenToldToStop(async () => {
    stop();
    await Promise.all([worker.stop(), retention.stop()]);
    await closePool(POOL_SECONDS);
  });
  logRoleWarning();
  process.send?.({ serving: 0 });
} catch (error) {
  fail(error);
}
