import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/pool";
import { businesses } from "#db/schema";
import { caseTopic } from "#lib/live/topics";
import { mailAddressInput } from "#lib/mail-address";
import { refIdInput } from "#lib/ref-id";
import type { Done } from "#lib/verbs/commit-act";

const plain = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && text.isWellFormed(), "must be one line of plain text")
    .refine((text) => !text.includes("\ufffd"), "holds \ufffd, which stands for a character that was lost on the way");

/** A business's name and contact. An absent field stays as it is; null removes it. */
export const businessInput = z.object({
  source: z.string().min(1).max(64).default("vove"),
  refId: refIdInput,
  name: plain(300).nullish(),
  contactEmail: mailAddressInput.nullish(),
});

export type Business = typeof businesses.$inferSelect;

/** Names of the given fields that differ from the stored business. */
export function changedFields(known: Business, given: Pick<z.output<typeof businessInput>, "name" | "contactEmail">) {
  const fields = ["name", "contactEmail"] as const;
  return fields.filter((field) => given[field] !== undefined && given[field] !== known[field]);
}

/**
 * Writes the given fields of a business and creates its row if there is none. The audit entry names the fields, not their values: the log is
 * kept for ever, and a contact has a right to erasure.
 */
export async function writeBusiness(
  tx: Tx,
  { source, refId, ...given }: z.output<typeof businessInput>,
): Promise<Done<{ business: Business; changed: boolean }>> {
  const theOne = and(eq(businesses.source, source), eq(businesses.refId, refId));
  const [made] = await tx.insert(businesses).values({ source, refId }).onConflictDoNothing().returning();
  const [known = made] = await tx.select().from(businesses).where(theOne).for("update");
  if (!known) throw new Error("the business was neither made nor found");
  const fields = changedFields(known, given);
  if (!made && fields.length === 0) return { entry: null, topics: [], result: { business: known, changed: false } };
  const change = Object.fromEntries(fields.map((field) => [field, given[field]]));
  const [business = known] = await tx
    .update(businesses)
    .set({ ...change, updatedAt: sql`now()` })
    .where(theOne)
    .returning();
  return {
    entry: { subject: { kind: "business", id: refId }, detail: { source, made: made !== undefined, fields } },
    topics: ["cases", caseTopic(source, refId)],
    result: { business, changed: true },
  };
}
