import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import { type Listening, listenOn } from "#bin/web/listen-on";

/** Throws one plain sentence when the port is taken. Retries for 1.2 s, because the web process of a killed supervisor may still be ending. */
export async function assertPortFree(where: Listening): Promise<void> {
  for (let tries = 1; ; tries++) {
    const probe = createServer();
    try {
      await listenOn(probe, where);
      await new Promise((resolve) => probe.close(resolve));
      return;
    } catch (error) {
      if (tries === 5) throw error;
      await setTimeout(300);
    }
  }
}
