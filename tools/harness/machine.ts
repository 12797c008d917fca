import { cpus, loadavg, release, totalmem, type } from "node:os";

/** What the figures were taken on, and how busy it was besides: a figure from a machine with other work says little. */
export function machine(postgresVersion: string): string {
  const cores = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${cores.length} cores ${cores[0]?.model.trim()}, ${gigabytes} GiB, ${type()} ${release()}, Node ${process.version}, PostgreSQL ${postgresVersion}`,
    `Load before: ${loadavg()[0]?.toFixed(2)}`,
  ].join("\n");
}
