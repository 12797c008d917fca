import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "#lib/process-wide";

type Call = { begun: boolean };

const calls = processWide("action calls", (): AsyncLocalStorage<Call> => new AsyncLocalStorage());

/** Runs `answer` for a request that calls a server action. `call.begun` becomes true when an action of ours starts. */
export function followAction(answer: (call: Readonly<Call>) => void): void {
  const call = { begun: false };
  calls.run(call, () => answer(call));
}

/** Next could read the action's arguments and calls it: whatever fails from here on is our fault, not the sender's. */
export function actionBegins(): void {
  const call = calls.getStore();
  if (call) call.begun = true;
}
