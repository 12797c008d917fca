import { notes } from "#db/schema";
import { caseTopic } from "#lib/live/topics";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseInput, writing } from "./case-input.ts";
import { caseSubject, lockCaseRow } from "./case-row.ts";

/** Writes a note on a case. It is never changed; the entry names it and leaves its words out. */
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
