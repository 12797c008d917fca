import { cpus, loadavg, release, totalmem, type } from "node:os";

/** The machine, the versions and the load before a measurement. */
export function machine(postgresVersion: string): string {
  const cores = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${cores.length} cores ${cores[0]?.model.trim()}, ${gigabytes} GiB, ${type()} ${release()}, Node ${process.version}, PostgreSQL ${postgresVersion}`,
    `Load before: ${loadavg()[0]?.toFixed(2)}`,
  ].join("\n");
}
