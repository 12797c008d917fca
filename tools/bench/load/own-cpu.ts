/** Begins to count the CPU seconds of this process, which sends. What comes back tells them. */
export function ownCpu(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000_000;
  };
}
