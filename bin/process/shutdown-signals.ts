/** Under npm, Ctrl-C reaches a process twice at once: from the terminal and from npm, which forwards it. */
const REPEAT_MS = 1000;

/** A supervisor's, Ctrl-C, a closed terminal, Ctrl-\ . */
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const;

/**
 * Calls `stop` once: at the first of SIGNALS, or when the supervisor that forked this process is gone. A signal more than a second after the
 * first ends the process at once.
 */
export function onShutdown(stop: () => Promise<void>): void {
  let requestedAt: number | undefined;
  const request = () => {
    if (requestedAt === undefined) {
      requestedAt = performance.now();
      void stop().finally(() => process.exit(0));
    } else if (performance.now() - requestedAt > REPEAT_MS) process.exit(1);
  };
  for (const signal of SIGNALS) process.on(signal, request);
  // The terminal or the program that reads the output may be gone: the shutdown goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  if (!process.channel) return;
  process.once("disconnect", () => {
    if (requestedAt === undefined) request();
  });
  process.channel.unref();
}
