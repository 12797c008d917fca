import { z } from "zod";
import { defineVerb } from "#lib/verbs/define-verb";
import { readSettings, type SettingName } from "./settings.ts";
import { writeSettings } from "./write-settings.ts";

/** Days as a form has them: empty keeps for ever. */
const days = z
  .string()
  .trim()
  .regex(/^\d{0,6}$/, "A whole number of days, or nothing: then it is kept for ever.")
  .optional();

/** The field of the form, and the variable, of each kind. */
const VARIABLES = {
  rejections: "RETENTION_REJECTIONS_DAYS",
  receipts: "RETENTION_RECEIPTS_DAYS",
  cases: "RETENTION_CASES_DAYS",
  reads: "RETENTION_READS_DAYS",
} as const satisfies Record<string, SettingName>;

/** Sets after how many days what is removed. A field that is left out stays as it is; an empty one keeps for ever. */
export const configureRetention = defineVerb({
  permission: "retention:configure",
  audit: "retention.configured",
  input: z.object({ rejections: days, receipts: days, cases: days, reads: days }),
  refuses: ["wrong-state", "invalid"],

  async run(tx, actor, input) {
    const before = await readSettings(tx);
    const given = Object.entries(VARIABLES).flatMap(([field, name]) => {
      const text = input[field as keyof typeof VARIABLES];
      return text === undefined || text === String(before[name] ?? "")
        ? []
        : [[name, text === "" ? null : text] as const];
    });
    const fields = Object.fromEntries(Object.entries(VARIABLES).map(([field, name]) => [name, field]));
    await writeSettings(tx, actor, Object.fromEntries(given), fields);
    const changed = given.map(([name, text]) => `${name}=${text ?? ""}`).join(", ");
    return {
      entry: given.length === 0 ? null : { subject: { kind: "settings", id: "retention" }, detail: { changed } },
      topics: ["settings", "audit"],
    };
  },
});
