import { notes } from "#db/schema";
import { caseTopic } from "#lib/live/topics";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, lockCaseRow } from "./case-row.ts";

/** Adds a note to a case. Notes are never changed. The audit entry has the note's id, not its text. */
export const noteCase = defineVerb({
  permission: "case:note",
  audit: "case.noted",
  input: caseInput.extend({ body: writing(10_000, "Write something first.") }),
  refuses: ["not-found"],

  async run(tx, actor, input) {
    const { id: caseId } = await lockCaseRow(tx, input);
    const authorId = actor.kind === "user" ? actor.id : null;
    const [note] = await tx
      .insert(notes)
      .values({ caseId, body: input.body, authorId, author: actor.label })
      .returning({ id: notes.id });
    return {
      entry: { subject: caseSubject(input), detail: { note: note?.id } },
      topics: [caseTopic(input.source, input.refId)],
    };
  },
});
