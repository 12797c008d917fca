import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { exports } from "#db/desk-schema";
import { Refusal } from "#lib/refusal";
import { defineVerb } from "#lib/verbs/define-verb";
import { whose } from "./list-exports.ts";

/** Ends an export that is under way: its download breaks off within a second. */
export const cancelExport = defineVerb({
  permission: "export:cancel",
  audit: "export.cancelled",
  input: z.object({ exportId: z.coerce.number().int().positive() }),
  refuses: ["not-found", "wrong-state"],

  async run(tx, actor, { exportId }) {
    const [found] = await tx
      .select()
      .from(exports)
      .where(and(eq(exports.id, exportId), whose(actor)))
      .for("update");
    if (!found) throw new Refusal("not-found", `There is no export ${exportId} of yours.`);
    if (found.state !== "running") throw new Refusal("wrong-state", `This export is ${found.state} already.`);
    await tx.update(exports).set({ state: "cancelled", endedAt: sql`now()` }).where(eq(exports.id, exportId));
    return {
      entry: { subject: { kind: "export", id: exportId }, detail: { what: found.kind, rows: found.rows } },
      topics: ["exports", "audit"],
    };
  },
});
