/**
 * Calls `stop` once: on SIGTERM or SIGINT, or when the supervisor that started this process is gone, however it went. A second
 * signal ends the process at once.
 */
export function whenToldToStop(stop: () => Promise<void>): void {
  let told = false;
  const tell = () => {
    if (told) process.exit(1);
    told = true;
    void stop().finally(() => process.exit(0));
  };
  process.on("SIGTERM", tell);
  process.on("SIGINT", tell);
  if (!process.channel) return;
  process.once("disconnect", () => {
    if (!told) tell();
  });
  process.channel.unref();
}
