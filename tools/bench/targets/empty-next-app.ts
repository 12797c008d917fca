import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** In the repository, so that Next is found, and outside node_modules, which Next does not build. */
const FOLDER = resolve("test-results/bench/empty-next");

const ROUTE = `export const dynamic = "force-dynamic";

export async function POST(request) {
  await request.arrayBuffer();
  return Response.json({ received: true });
}
`;

/** Builds a Next app whose only route reads its body. Returns its folder. */
export async function emptyNextApp(): Promise<string> {
  const route = join(FOLDER, "app/api/webhooks/[source]");
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(route, { recursive: true });
  writeFileSync(join(route, "route.js"), ROUTE);
  writeFileSync(join(FOLDER, "next.config.mjs"), "export default { compress: false, poweredByHeader: false };\n");
  const next = resolve("node_modules/next/dist/bin/next");
  await promisify(execFile)(process.execPath, [next, "build", FOLDER], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  return FOLDER;
}
