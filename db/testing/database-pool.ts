import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { TEMPLATE, type TemplateServer } from "./template.ts";

/** Clones kept ready: as many as may be asked for at about the same time. */
const READY = 4;
const POLL_MS = 20;
const TIMEOUT_MS = 60_000;

/**
 * Keeps clones of the template ready ahead, so that no test waits for one. Its folder holds a file for each clone, `<name>.ready`; whoever
 * takes one renames the file to `.taken`, and to `.returned` afterwards. Renaming is atomic, so no two processes get the same clone.
 */
export function startDatabasePool({ ownerUrl, folder: cluster }: TemplateServer): {
  folder: string;
  stop: () => Promise<void>;
} {
  const folder = resolve(cluster, "databases");
  mkdirSync(folder);
  const stopping = new AbortController();
  const kept = keepReady(folder, ownerUrl, stopping.signal);
  return {
    folder,
    stop: async () => {
      stopping.abort();
      await kept;
    },
  };
}

/** Takes a clone out of the pool and returns its name. */
export async function takeDatabase(folder: string): Promise<string> {
  for (const end = performance.now() + TIMEOUT_MS; performance.now() < end; await setTimeout(POLL_MS)) {
    for (const name of namesIn(folder, "ready")) {
      if (move({ folder, name }, "ready", "taken")) return name;
    }
  }
  throw new Error(`No database was ready in ${folder} within a minute.`);
}

/** Gives a clone back, to be dropped: with whatever is still connected to it. */
export function returnDatabase(folder: string, name: string): void {
  move({ folder, name }, "taken", "returned");
}

async function keepReady(folder: string, ownerUrl: string, stopping: AbortSignal): Promise<void> {
  const server = connect(ownerUrl);
  while (!stopping.aborted) {
    const returned = namesIn(folder, "returned")[0];
    if (namesIn(folder, "ready").length < READY) await makeClone(server, folder);
    else if (returned) await dropClone(server, folder, returned);
    else await setTimeout(POLL_MS);
  }
  await server.end();
}

async function makeClone(server: postgres.Sql, folder: string): Promise<void> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  // Half the processor time of the default strategy, which writes each page to the log first.
  await server.unsafe(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  writeFileSync(resolve(folder, `${name}.ready`), "");
}

async function dropClone(server: postgres.Sql, folder: string, name: string): Promise<void> {
  await server.unsafe(`drop database ${name} with (force)`);
  move({ folder, name }, "returned", "dropped");
}

type State = "ready" | "taken" | "returned" | "dropped";

function namesIn(folder: string, state: State): string[] {
  return readdirSync(folder).flatMap((file) => (file.endsWith(`.${state}`) ? [file.slice(0, -state.length - 1)] : []));
}

/** False when another process was quicker. */
function move({ folder, name }: { folder: string; name: string }, from: State, to: State): boolean {
  try {
    renameSync(resolve(folder, `${name}.${from}`), resolve(folder, `${name}.${to}`));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
