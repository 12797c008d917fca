/** The messages of one load, each of them answered with success. */
export type LoadResult = { latenciesMs: number[]; seconds: number; senderCpuSeconds: number };

/** Starts to measure the CPU seconds of this process, which sends. Returns the function that reads them. */
export function measureOwnCpu(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000_000;
  };
}
