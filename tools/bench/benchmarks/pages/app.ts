import { ensureBuild } from "#bin/build/ensure-build";
import { connect } from "#db/connect";
import type { BenchGround } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";

/** Starts a web process and a worker on an empty database, until the measure ends. */
export async function startPages(ground: BenchGround) {
  await ground.clear();
  await ensureBuild();
  const web = await startScript("bin/web.ts", ground.env);
  ground.atEnd(web.stop);
  const worker = await startScript("bin/worker.ts", ground.env);
  ground.atEnd(worker.stop);
  const sql = connect(ground.ownerUrl);
  ground.atEnd(() => sql.end());
  return { web, worker, sql, to: { url: `http://127.0.0.1:${web.port}`, secret: ground.secret } };
}
