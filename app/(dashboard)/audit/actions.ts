"use server";

import { z } from "zod";
import { action } from "#lib/access/action";
import { verifyChain } from "#lib/audit/verify-chain";

const input = z.object({
  head: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/, "A head is 64 hexadecimal digits.")
    .optional(),
});

export const verifyChainAction = action(input, (actor, { head }) => verifyChain(actor, head));
