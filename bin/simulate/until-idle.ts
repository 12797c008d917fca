import { setTimeout } from "node:timers/promises";
import type { Asked, Waiting } from "./findings.ts";

const POLL_MS = 1000;

/**
 * Waits until nothing is left to do, and says what it waits for. Idle is what was found idle twice: asked message by message, a run that
 * the last one queued for the first would be missed once. Throws one plain sentence when it has not come to that within `atMostMs`.
 */
export async function untilIdle(
  asked: Pick<Asked, "waiting">,
  { atMostMs, tell, pollMs = POLL_MS }: { atMostMs: number; tell: (line: string) => void; pollMs?: number },
): Promise<void> {
  const until = performance.now() + atMostMs;
  let said = "";
  for (let idle = 0; idle < 2; ) {
    const waiting = await asked.waiting();
    idle = waiting.runs + waiting.events === 0 ? idle + 1 : 0;
    if (idle > 0) continue;
    if (performance.now() > until) {
      const seconds = Math.round(atMostMs / 1000);
      throw new Error(`After ${seconds} s ${inWords(waiting)}: nothing was compared. Does a worker run?`);
    }
    const line = `Waiting until the queue is empty: ${inWords(waiting)}.`;
    if (line !== said) tell(line);
    said = line;
    await setTimeout(pollMs);
  }
}

function inWords({ runs, events }: Waiting): string {
  const counted = (n: number, one: string, more: string) => (n === 0 ? [] : [n === 1 ? `1 ${one}` : `${n} ${more}`]);
  return [
    ...counted(runs, "run is still to be done", "runs are still to be done"),
    ...counted(events, "event is not placed in its case", "events are not placed in their cases"),
  ].join(", ");
}
