import { z } from "zod";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import type { Checkpoint } from "./checkpoint.ts";
import { record } from "./record.ts";
import { BadNote } from "./signed-note.ts";
import { storedCheckpoints } from "./stored-checkpoints.ts";
import { storedLinks } from "./stored-links.ts";
import { type Anchors, type Verification, verifyLinks } from "./verify-links.ts";

export const verifyAuditInput = z.object({
  /** A hash noted at an earlier time, through which the chain must pass. */
  head: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/, "A head is 64 hexadecimal digits.")
    .optional(),
});

/** Verifies the audit log as the database holds it now, some 100,000 entries a second, and writes down what was found. */
export async function verifyAudit(actor: Actor, { head }: z.infer<typeof verifyAuditInput>): Promise<Verification> {
  authorize(actor, "audit:verify");
  return await verifyStored(actor, { head });
}

/** The same for the command, whose actor is a job: through the stored checkpoints too, and those given. */
export async function verifyStored(actor: Actor, { head, checkpoints = [] }: Anchors): Promise<Verification> {
  const stored = await readStored();
  const verified = await verifyLinks(storedLinks(), { head, checkpoints: [...stored.checkpoints, ...checkpoints] });
  const flaw = verified.flaw ?? stored.flaw;
  const found = { ...verified, flaw };
  await transaction((tx) =>
    record(tx, {
      actor,
      action: "audit.verified",
      subject: { kind: "audit", id: "log" },
      detail: {
        count: found.count,
        head: found.head,
        checkpoints: found.checkpoints,
        flaw: flaw && (flaw.id ?? "checkpoint"),
      },
    }),
  );
  return found;
}

async function readStored(): Promise<{ checkpoints: Checkpoint[]; flaw: Verification["flaw"] }> {
  try {
    return { checkpoints: await storedCheckpoints(), flaw: null };
  } catch (error) {
    if (error instanceof BadNote) return { checkpoints: [], flaw: { id: null, sentence: error.message } };
    throw error;
  }
}
