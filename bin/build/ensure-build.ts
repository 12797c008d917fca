import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { lockReleased, takeLock } from "#bin/process/lock";
import { sourceHash } from "./source-hash.ts";

const FOLDER = resolve(".next");
/** The hash of the sources of the build. Absent during a build. */
const STAMP = join(FOLDER, "source-hash");

/**
 * Builds the pages unless the existing build was made from the same sources. Concurrent callers share one build. Logs one line, because it
 * takes a while. Throws with the end of the build's output.
 */
export async function ensureBuild(signal?: AbortSignal): Promise<void> {
  for (let hash = sourceHash(); !isBuiltFrom(hash); hash = sourceHash()) {
    assertBuildable();
    assertWritable();
    mkdirSync(FOLDER, { recursive: true });
    const lock = await takeLock(join(FOLDER, "build-lock"));
    if (typeof lock === "number") {
      console.log(`Waiting for process ${lock}, which is building the pages.`);
      await lockReleased(join(FOLDER, "build-lock"));
      continue;
    }
    try {
      if (!isBuiltFrom(hash)) await build(hash, signal);
    } finally {
      await lock.release();
    }
  }
}

function isBuiltFrom(hash: string): boolean {
  try {
    return readFileSync(STAMP, "utf8") === hash;
  } catch {
    return false;
  }
}

/** Next's bundler treats # and ? as the end of a path. */
function assertBuildable(): void {
  if (/[#?]/.test(FOLDER)) {
    throw new Error(`The pages cannot be built in ${resolve(".")}: a folder on the way has # or ? in its name.`);
  }
}

function assertWritable(): void {
  try {
    accessSync(".", constants.W_OK);
  } catch (error) {
    throw new Error(
      `The pages must be built first, and ${resolve(".")} is not ours to write: run \`npm run build\` as its owner.`,
      {
        cause: error,
      },
    );
  }
}

async function build(hash: string, signal: AbortSignal | undefined): Promise<void> {
  const startedAt = performance.now();
  process.stdout.write("Building the pages, once after each change of the sources … ");
  rmSync(STAMP, { force: true });
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const child = spawn(process.execPath, [resolve("node_modules/next/dist/bin/next"), "build"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal ? { signal } : {}),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      output += bytes;
    });
  }
  const [code] = await once(child, "close");
  if (code !== 0) {
    console.log("failed.");
    throw new Error(`The pages could not be built:\n${output.trim().split("\n").slice(-30).join("\n")}`);
  }
  writeFileSync(STAMP, hash);
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}
