/** Ctrl-C under npm reaches a process twice at once: from the terminal, and from npm, which hands it on. */
const ONE_WISH_MS = 1000;

/** A supervisor's, Ctrl-C, a terminal that is closed, Ctrl-\ . */
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const;

/**
 * Calls `stop` once: on one of SIGNALS, or when the supervisor that started this process is gone, however it went. A signal more
 * than a second after the first ends the process at once.
 */
export function whenToldToStop(stop: () => Promise<void>): void {
  let toldAt: number | undefined;
  const tell = () => {
    if (toldAt === undefined) {
      toldAt = performance.now();
      void stop().finally(() => process.exit(0));
    } else if (performance.now() - toldAt > ONE_WISH_MS) process.exit(1);
  };
  for (const signal of SIGNALS) process.on(signal, tell);
  // What was read by a terminal that is closed, or by a program that has ended, is read by nobody; stopping goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  if (!process.channel) return;
  process.once("disconnect", () => {
    if (toldAt === undefined) tell();
  });
  process.channel.unref();
}
