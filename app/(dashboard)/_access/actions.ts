"use server";

import { z } from "zod";
import { action } from "#lib/access/action";
import { dismissWarning } from "#lib/access/dismiss-warning";

export const dismissWarningAction = action(z.object({}), (actor) => dismissWarning(actor));
