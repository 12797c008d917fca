import { setTimeout } from "node:timers/promises";
import type { Pending, StateReader } from "./casewire-state.ts";

const POLL_MS = 1000;

/**
 * Waits until nothing is pending, and logs what it waits for. Idle means idle in two polls: a reader that reads message by message may miss
 * a run once. Throws one plain sentence after `timeoutMs`.
 */
export async function untilIdle(
  state: Pick<StateReader, "pending">,
  { timeoutMs, log, pollMs = POLL_MS }: { timeoutMs: number; log: (line: string) => void; pollMs?: number },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let logged = "";
  for (let idle = 0; idle < 2; ) {
    const pending = await state.pending();
    idle = pending.runs + pending.events === 0 ? idle + 1 : 0;
    if (idle > 0) continue;
    if (performance.now() > deadline) {
      const seconds = Math.round(timeoutMs / 1000);
      throw new Error(`After ${seconds} s ${inWords(pending)}: nothing was compared. Does a worker run?`);
    }
    const line = `Waiting until the queue is empty: ${inWords(pending)}.`;
    if (line !== logged) log(line);
    logged = line;
    await setTimeout(pollMs);
  }
}

function inWords({ runs, events }: Pending): string {
  const counted = (n: number, one: string, more: string) => (n === 0 ? [] : [n === 1 ? `1 ${one}` : `${n} ${more}`]);
  return [
    ...counted(runs, "run is still to be done", "runs are still to be done"),
    ...counted(events, "event is not placed in its case", "events are not placed in their cases"),
  ].join(", ");
}
