import type { z } from "zod";
import { transaction } from "#db/pool";
import { notes } from "#db/schema";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { authorize } from "#lib/authorize";
import { notify } from "#lib/live/notify";
import { caseTopic } from "#lib/live/topics";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, claimCase } from "./case-row.ts";

export const noteCaseInput = caseInput.extend({ body: writing(10_000, "Write something first.") });

/** Writes a note on a case. It stays as it is; the entry names it and leaves its words out. */
export async function noteCase(actor: Actor, input: z.infer<typeof noteCaseInput>): Promise<void> {
  authorize(actor, "case:note");
  await transaction(async (tx) => {
    const { id: caseId } = await claimCase(tx, input);
    const authorId = actor.kind === "user" ? actor.id : null;
    const [note] = await tx
      .insert(notes)
      .values({ caseId, body: input.body, authorId, author: actor.label })
      .returning({ id: notes.id });
    await record(tx, { actor, action: "case.noted", subject: caseSubject(input), detail: { note: note?.id } });
    await notify(tx, caseTopic(input.source, input.refId));
  });
}
