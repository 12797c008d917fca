import { caseInput, writing } from "#lib/cases/case-input";
import { caseSubject, lockCaseRow } from "#lib/cases/case-row";
import { startExport } from "#lib/exports/start-export";
import { caseTopic } from "#lib/live/topics";
import { defineVerb } from "#lib/verbs/define-verb";
import { caseEntries } from "./case-entries.ts";

/**
 * Begins an evidence pack of a case; `makePack` makes its bytes. The entry is committed before the first of them. It holds the digest of the
 * case's entries up to `through`, so that a checkpoint of this one entry covers them all.
 */
export const exportCase = defineVerb({
  permission: "case:export",
  audit: "case.exported",
  input: caseInput.extend({ reason: writing(500, "Say who asked for it, and what for.") }),
  refuses: ["not-found", "too-many"],

  async run(tx, actor, { source, refId, reason }) {
    const about = { source, refId };
    // Acts of people on the case wait, so that theirs are covered or come after.
    await lockCaseRow(tx, about);
    const { ids, digest } = await caseEntries(tx, about);
    const exportId = await startExport(tx, actor, { kind: "evidence", format: "zip", selection: "", about, reason });
    return {
      entry: {
        subject: caseSubject(about),
        detail: { exportId, entries: ids.length, through: ids.at(-1) ?? 0, digest },
        words: { about, texts: { reason } },
      },
      topics: ["exports", caseTopic(source, refId)],
      result: exportId,
    };
  },
});
