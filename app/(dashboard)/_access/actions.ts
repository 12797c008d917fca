"use server";

import { z } from "zod";
import { action } from "#lib/access/endpoints/action";
import { dismissWarning } from "#lib/access/sign-in/dismiss-warning";

export const dismissWarningAction = action(z.object({}), (actor) => dismissWarning(actor));
