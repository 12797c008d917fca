import { globSync, readFileSync } from "node:fs";

/** The unit of the times in /proc: 100 a second on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

type Stat = { pid: number; parent: number; ticks: number };

/**
 * The CPU seconds of a process and its descendants, ended ones included. Undefined without /proc. The fields are those of proc_pid_stat(5):
 * 4 is the parent, 14 to 17 are the times of the process and of the children it has waited for.
 */
export function cpuSeconds(pid: number): number | undefined {
  const stats = globSync("/proc/[0-9]*/stat").flatMap(read);
  if (stats.length === 0) return undefined;
  const tree = new Set([pid]);
  for (let known = 0; known < tree.size; ) {
    known = tree.size;
    for (const stat of stats) if (tree.has(stat.parent)) tree.add(stat.pid);
  }
  const ticks = stats.filter((stat) => tree.has(stat.pid)).reduce((sum, stat) => sum + stat.ticks, 0);
  return ticks / TICKS_PER_SECOND;
}

function read(path: string): Stat[] {
  try {
    const text = readFileSync(path, "utf8");
    // The second field is the program's name in parentheses, which may contain any character.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const field = (number: number) => Number(fields[number - 3]);
    return [{ pid: Number.parseInt(text, 10), parent: field(4), ticks: field(14) + field(15) + field(16) + field(17) }];
  } catch {
    // The process ended meanwhile.
    return [];
  }
}
