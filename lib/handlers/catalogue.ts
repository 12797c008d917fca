import { enableAccount } from "./enable-account.ts";
import type { Handler } from "./handler.ts";
import { notifyCustomer } from "./notify-customer.ts";
import { updateCase } from "./update-case.ts";

/** Every handler, in the order in which their runs are queued. */
export const catalogue: readonly Handler[] = [updateCase, enableAccount, notifyCustomer];

/** The handlers to run on an event of this type; none for a type nobody handles. */
export function handlersFor(type: string): string[] {
  return catalogue.filter(({ eventTypes }) => eventTypes.includes(type)).map(({ name }) => name);
}
