import { z } from "zod";
import type { Actor } from "#lib/actor";
import type { Checkpoint } from "#lib/audit/checkpoint";
import { BadNote } from "#lib/audit/signed-note";
import { storedCheckpoints } from "#lib/audit/stored-checkpoints";
import { storedLinks } from "#lib/audit/stored-links";
import { commitAct, type Done } from "#lib/verbs/commit-act";
import { defineVerb } from "#lib/verbs/define-verb";
import { type Anchors, type Verification, verifyLinks } from "./verify-links.ts";

/** Verifies the audit log of the database, some 100,000 entries a second, and records the result. */
export const verifyAudit = defineVerb({
  permission: "audit:verify",
  audit: "audit.verified",
  input: z.object({
    /** A hash noted at an earlier time, through which the chain must pass. */
    head: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[0-9a-f]{64}$/, "A head is 64 hexadecimal digits.")
      .optional(),
  }),
  refuses: [],

  async runInSteps(commit, _actor, { head }) {
    const found = await findFlaw({ head });
    return await commit(async () => writtenDown(found));
  },
});

/** The same for the command, whose actor is a job: also against the stored checkpoints and those given. */
export async function verifyStored(actor: Actor, anchors: Anchors): Promise<Verification> {
  const found = await findFlaw(anchors);
  return await commitAct({ actor, action: "audit.verified" }, async () => writtenDown(found));
}

async function findFlaw({ head, checkpoints = [] }: Anchors): Promise<Verification> {
  const stored = await readStored();
  const verified = await verifyLinks(storedLinks(), { head, checkpoints: [...stored.checkpoints, ...checkpoints] });
  return { ...verified, flaw: verified.flaw ?? stored.flaw };
}

function writtenDown(found: Verification): Done<Verification> {
  const { count, head, checkpoints, flaw } = found;
  return {
    entry: {
      subject: { kind: "audit", id: "log" },
      detail: { count, head, checkpoints, flaw: flaw && (flaw.id ?? "checkpoint") },
    },
    topics: [],
    result: found,
  };
}

async function readStored(): Promise<{ checkpoints: Checkpoint[]; flaw: Verification["flaw"] }> {
  try {
    return { checkpoints: await storedCheckpoints(), flaw: null };
  } catch (error) {
    if (error instanceof BadNote) return { checkpoints: [], flaw: { id: null, sentence: error.message } };
    throw error;
  }
}
