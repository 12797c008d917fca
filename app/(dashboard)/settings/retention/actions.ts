"use server";

import { verbAction } from "#lib/access/endpoints/verb-action";
import { configureRetention } from "#lib/settings/configure-retention";

export const configureRetentionAction = verbAction(configureRetention, () => "Set. The next sweep goes by it.");
