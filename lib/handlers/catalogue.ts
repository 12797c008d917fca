import type { Handler } from "#lib/runs/handler";
import { enableAccount } from "./enable-account.ts";
import { notifyCustomer } from "./notify-customer.ts";
import { updateCase } from "./update-case.ts";

/** Every handler, in the order of EVENT_TYPES. */
export const catalogue: readonly Handler[] = [updateCase, enableAccount, notifyCustomer];
