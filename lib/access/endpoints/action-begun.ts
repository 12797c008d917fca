import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "#lib/process-wide";

type Call = { begun: boolean };

const calls = processWide("action calls", (): AsyncLocalStorage<Call> => new AsyncLocalStorage());

/** Answers a request that calls a server action. `call` tells at any time whether one of ours has begun. */
export function followAction(answer: (call: Readonly<Call>) => void): void {
  const call = { begun: false };
  calls.run(call, () => answer(call));
}

/** What the action was to be given could be read, and it is called: what fails from now on is no fault of the sender's. */
export function actionBegins(): void {
  const call = calls.getStore();
  if (call) call.begun = true;
}
