import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The contents of `postmaster.pid` (PostgreSQL's pidfile.h): line 1 the process, line 4 the port, line 8 the state. */
export type Postmaster = { pid: number; port: number; ready: boolean };

/** The server that runs on the data folder, if any. The file survives a kill, and its pid may belong to another process by now. */
export function runningPostmaster(data: string): Postmaster | undefined {
  const [pid, , , port, , , , status] = (read(join(data, "postmaster.pid")) ?? "").split("\n");
  if (!pid || !port || !isServerOf(data, Number(pid))) return undefined;
  return { pid: Number(pid), port: Number(port), ready: status?.trim() === "ready" };
}

/** Greater than the maximum pid of Linux, and of no process on other systems. */
const NO_PROCESS = 4_194_305;

/**
 * Replaces the pid in the file. PostgreSQL does not start while a process with that pid exists, even a zombie or another program. The file
 * must stay: PostgreSQL also learns from it whether children of the last server still write.
 */
export function releasePidFile(data: string): void {
  const path = join(data, "postmaster.pid");
  const text = read(path);
  // Overwrites in place, and the new text is no longer than the old: on a full disk the file must not end up empty, because PostgreSQL
  // refuses to start on an empty one.
  if (text) writeFileSync(path, text.replace(/^\d+/, String(NO_PROCESS)), { flag: "r+" });
}

function isServerOf(data: string, pid: number): boolean {
  // Linux only. Elsewhere any process with that pid counts as the server.
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
