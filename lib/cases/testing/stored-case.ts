import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { database, transaction } from "#db/pool";
import { cases, events } from "#db/schema";
import { readCases } from "#lib/cases/projection/case-state";
import type { CaseStatus } from "#lib/cases/projection/lifecycle";
import { writeCases } from "#lib/cases/projection/write-case";
import { lockCase } from "#lib/runs/lock-case";

const TYPES: Record<CaseStatus, string> = {
  NOT_STARTED: "unrecognised",
  IN_PROGRESS: "kyb.case.in_progress",
  IN_REVIEW: "kyb.case.in_review",
  COMPLETED: "kyb.case.completed",
  REJECTED: "kyb.case.rejected",
};

/** Events that lead a case through `path`, the first step from NOT_STARTED, and the case as its projection leaves it. */
export async function storeCase(refId: string, ...path: { status: CaseStatus; at?: Date; previous?: CaseStatus }[]) {
  const steps = path.length > 0 ? path : [{ status: "IN_PROGRESS" as const }];
  let previous: CaseStatus = "NOT_STARTED";
  for (const step of steps) {
    const at = step.at ?? new Date();
    const stated = { refId, status: step.status, previousStatus: step.previous ?? previous };
    await database()
      .insert(events)
      .values({
        source: "vove",
        messageId: `msg_${randomUUID()}`,
        body: Buffer.from(JSON.stringify(stated), "utf8"),
        bodyHash: Buffer.alloc(32),
        type: TYPES[step.status],
        ...stated,
        occurredAt: at,
        clock: "message-id",
        receivedAt: at,
        secretFingerprint: "abcdef012345",
      });
    previous = step.status;
  }
  await settle(refId);
  const [stored] = await database()
    .select()
    .from(cases)
    .where(and(eq(cases.source, "vove"), eq(cases.refId, refId)));
  if (!stored) throw new Error("The case was not stored.");
  return stored;
}

/** Makes the case agree with its events. */
export function settle(refId: string): Promise<void> {
  return transaction(async (tx) => {
    await lockCase(tx, "vove", refId);
    await writeCases(tx, await readCases(tx, [{ source: "vove", refId }]));
  });
}
