import { writeFilter } from "#lib/query-params";
import { defineVerb } from "#lib/verbs/define-verb";
import { decisionsFilter } from "./decisions.ts";
import { formatInput, startExport } from "./start-export.ts";

/** Starts an export of what was decided in a period. Returns its id; `streamExport` makes its bytes. */
export const exportDecisions = defineVerb({
  permission: "decisions:export",
  audit: "decisions.exported",
  input: decisionsFilter.extend({ format: formatInput }),
  refuses: ["too-many"],

  async run(tx, actor, { format, to = new Date().toISOString(), ...rest }) {
    const selection = writeFilter(decisionsFilter, { ...rest, to }).toString();
    const exportId = await startExport(tx, actor, { kind: "decisions", format, selection });
    return {
      entry: {
        subject: { kind: "export", id: exportId },
        detail: { format, from: rest.from ?? null, to, selection },
      },
      topics: ["exports", "audit"],
      result: exportId,
    };
  },
});
