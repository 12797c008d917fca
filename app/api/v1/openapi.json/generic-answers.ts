import { z } from "zod";

/** Values that the API answers: a contract with other people's programs, as they stand here. */
export const verdict = z.enum(["applied", "late", "gap", "conflict", "repeat", "unrecognised"]);
export const clock = z.enum(["message-id", "timestamp", "receipt"]).describe("by which evidence `occurredAt` is known");
export const receiptVerdict = z.enum(["accepted", "duplicate", "conflict", "rejected"]);
export const runState = z.enum(["queued", "running", "succeeded", "failed", "dead", "skipped"]);
export const effectState = z.enum(["intended", "done", "unknown", "not-sent", "failed", "waived"]);
export const accountStatus = z.enum(["disabled", "enabled"]);

/** A page of a list. */
export const page = (item: z.ZodType) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Why a request was refused. */
export const problem = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional().describe("what is wrong, by field"),
  }),
});
