import { execFile } from "node:child_process";
import { mkdirSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { superviseDatabase } from "#bin/start/supervised-database";
import { removeEmbedded, startEmbedded } from "#db/embedded";
import { clusterFolder } from "#db/embedded/cluster-folder";
import { runningPostmaster } from "#db/embedded/postmaster";
import { makeTemplate } from "#db/testing/template";
import type { Cluster } from "./cluster.ts";

const run = promisify(execFile);
const FOLDERS = "node_modules/.cache/casewire";
const SIZE = "256m";

/** The folder of PostgreSQL on the small disk: its tables or its write-ahead log. */
export type OnDisk = "base" | "pg_wal";

/** A PostgreSQL with one folder on a small disk, supervised as by `npm start`. */
export type SmallDisk = Cluster & {
  /** Uses up the free space. */
  fill: () => void;
  /** Frees it again. */
  empty: () => void;
};

/** Why a small disk cannot be mounted, if so. */
export async function noSmallDisk(): Promise<string | undefined> {
  const folder = resolve(FOLDERS, `small-disk-trial-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    await mount(folder);
    await run("umount", [folder]);
    return undefined;
  } catch (error) {
    return `A tmpfs cannot be mounted: ${(error as Error).message.trim().split("\n").at(-1)}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function startOnSmallDisk(which: OnDisk): Promise<SmallDisk> {
  const folder = resolve(FOLDERS, `small-disk-${process.pid}`);
  const first = await startEmbedded(folder);
  await first.stop();
  const { data } = clusterFolder(folder);
  const isDown = async () => {
    while (runningPostmaster(data)) await setTimeout(20);
  };
  await isDown();
  const disk = join(data, which);
  await moveToDisk(disk);
  const kept = await superviseDatabase(folder, () => {});
  await makeTemplate(kept.urls());
  const ballast = join(disk, "ballast");
  const empty = () => rmSync(ballast, { force: true });
  return {
    urls: kept.urls,
    fill: () => fill(disk, ballast),
    empty,
    signal: (signal) => {
      const running = runningPostmaster(data);
      if (running) process.kill(running.pid, signal);
    },
    // Its supervisor restarts it.
    restart: async () => {},
    ended: isDown,
    stop: async () => {
      empty();
      await kept.stop();
      await isDown();
      await run("umount", [disk]);
      await removeEmbedded(folder);
    },
  };
}

async function moveToDisk(folder: string): Promise<void> {
  const away = `${folder}.away`;
  renameSync(folder, away);
  const { uid, gid } = statSync(away);
  mkdirSync(folder);
  await mount(folder, `,uid=${uid},gid=${gid},mode=0700`);
  await run("cp", ["-a", `${away}/.`, folder]);
  rmSync(away, { recursive: true });
}

async function mount(folder: string, options = ""): Promise<void> {
  await run("mount", ["-t", "tmpfs", "-o", `size=${SIZE}${options}`, "casewire", folder]);
}

/** Down to the last page, because with a little space left nothing fails yet. */
function fill(disk: string, ballast: string): void {
  for (let n = 0; n < 100; n++) {
    const { bavail, bsize } = statfsSync(disk);
    if (bavail === 0) return;
    try {
      writeFileSync(ballast, Buffer.alloc(Math.min(bavail * bsize, 16 * 1024 * 1024)), { flag: "a" });
    } catch {
      // PostgreSQL used some of the space meanwhile.
    }
  }
}
