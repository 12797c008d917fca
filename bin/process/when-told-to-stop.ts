/** Ctrl-C under npm reaches a process twice at once: from the terminal, and from npm, which hands it on. */
const ONE_WISH_MS = 1000;

/**
 * Calls `stop` once: on SIGTERM or SIGINT, or when the supervisor that started this process is gone, however it went. A signal more
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
  process.on("SIGTERM", tell);
  process.on("SIGINT", tell);
  if (!process.channel) return;
  process.once("disconnect", () => {
    if (toldAt === undefined) tell();
  });
  process.channel.unref();
}
