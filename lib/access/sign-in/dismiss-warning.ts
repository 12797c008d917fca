import { eq } from "drizzle-orm";
import { signInFailures } from "#db/access-schema";
import { transaction } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { Refusal } from "#lib/refusal";

/** Takes the warning of failed sign-ins at one's own account away: the person has seen it. */
export async function dismissWarning(actor: UserActor): Promise<void> {
  authorize(actor, "warning:dismiss");
  await transaction(async (tx) => {
    const [seen] = await tx.delete(signInFailures).where(eq(signInFailures.userId, actor.id)).returning();
    if (!seen) throw new Refusal("wrong-state", "There is no warning any more.");
    const detail = { count: seen.count, since: seen.since.toISOString() };
    await record(tx, { actor, action: "warning.dismissed", subject: { kind: "user", id: actor.id }, detail });
  });
}
