import { randomUUID } from "node:crypto";
import { drizzle } from "drizzle-orm/postgres-js";
import { ensureBuild } from "#bin/build/ensure-build";
import { connect } from "#db/connect";
import { ROLES } from "#lib/permissions";
import type { BenchContext } from "#tools/bench/setup/context";
import { startScript } from "#tools/harness/child-process";
import { signInNewUser } from "#tools/harness/sign-in";

/** Starts a web process and a worker on an empty database, until the benchmark ends. */
export async function startApp(context: BenchContext) {
  await context.clear();
  await ensureBuild();
  const web = await startScript("bin/web.ts", context.env);
  context.atEnd(web.stop);
  const worker = await startScript("bin/worker.ts", context.env);
  context.atEnd(worker.stop);
  const sql = connect(context.ownerUrl);
  context.atEnd(() => sql.end());
  return { web, worker, sql, endpoint: { url: `http://127.0.0.1:${web.port}`, secret: context.secret } };
}

/** Adds `count` users, their roles in turn, and signs them in. Returns their cookies. */
export async function signInUsers(context: BenchContext, url: string, count: number): Promise<string[]> {
  const client = connect(context.ownerUrl);
  const database = drizzle(client, { casing: "snake_case" });
  const cookies: string[] = [];
  for (let n = 0; n < count; n++) {
    const role = ROLES[n % ROLES.length] ?? "viewer";
    // Users stay in the database, and two benchmarks sign some in.
    const email = `${randomUUID()}@example.com`;
    cookies.push(await signInNewUser(database, url, { name: `Reader ${n}`, email, role }));
  }
  await client.end();
  return cookies;
}
