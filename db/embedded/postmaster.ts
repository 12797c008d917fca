import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a server says of itself in `postmaster.pid` (PostgreSQL's pidfile.h): line 1 its process, line 4 its port, line 8 its state. */
export type Postmaster = { pid: number; port: number; ready: boolean };

/** The server that runs on the data folder, if any: the file outlives a server that was killed, and its pid may be another's now. */
export function runningPostmaster(data: string): Postmaster | undefined {
  const [pid, , , port, , , , status] = (read(join(data, "postmaster.pid")) ?? "").split("\n");
  if (!pid || !port || !isServerOf(data, Number(pid))) return undefined;
  return { pid: Number(pid), port: Number(port), ready: status?.trim() === "ready" };
}

/** Greater than any process's number can be on Linux, and taken by no process elsewhere. */
const NO_PROCESS = 4_194_305;

/**
 * PostgreSQL will not start while the process its last server was is there, be it a zombie nobody reaped or another program that got
 * the number since. The file itself must stay: by it PostgreSQL also learns whether children of that server still write.
 */
export function disownPidFile(data: string): void {
  const path = join(data, "postmaster.pid");
  const text = read(path);
  // Over the old bytes, of which there are no more than of the new: a full disk must not leave the file empty, for then PostgreSQL
  // would wait for a person to remove it.
  if (text) writeFileSync(path, text.replace(/^\d+/, String(NO_PROCESS)), { flag: "r+" });
}

function isServerOf(data: string, pid: number): boolean {
  // Linux only; elsewhere that a process is there must do.
  const command = read(`/proc/${pid}/cmdline`);
  if (command !== undefined) return command.split("\0").includes(data);
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
