"use server";

import { verbAction } from "#lib/access/endpoints/verb-action";
import { dismissWarning } from "#lib/access/sign-in/dismiss-warning";

export const dismissWarningAction = verbAction(dismissWarning);
