import { inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/pool";
import { settings as table } from "#db/settings-schema";
import type { Actor } from "#lib/actor";
import { settableVariables } from "#lib/environment-settable";
import { Refusal } from "#lib/refusal";
import { seal } from "#lib/seal";
import { isFixed, SECRET_SETTINGS, type SettingName } from "./settings.ts";

/**
 * Stores settings as texts of their variables; null removes one. `fields` names the form's field of each, for what is wrong with it. Throws
 * Refusal `wrong-state` for one that the environment sets, `invalid` for a value that it would not take.
 */
export async function writeSettings(
  tx: Tx,
  actor: Actor,
  given: Partial<Record<SettingName, string | null>>,
  fields: Partial<Record<SettingName, string>> = {},
): Promise<void> {
  const all = Object.entries(given) as [SettingName, string | null][];
  const fixed = all.filter(([name, text]) => isFixed(name) && text !== null).map(([name]) => name);
  if (fixed.length > 0)
    throw new Refusal(
      "wrong-state",
      `The environment sets ${fixed.join(", ")}: change it there, and start Casewire again.`,
    );
  const entries = all.filter(([name]) => !isFixed(name));
  for (const [name, text] of entries) assertTaken(name, text, fields[name] ?? name);
  const removed = entries.filter(([, text]) => text === null).map(([name]) => name);
  if (removed.length > 0) await tx.delete(table).where(inArray(table.name, removed));
  for (const [name, text] of entries) {
    if (text === null) continue;
    const how = SECRET_SETTINGS.has(name) ? { value: null, sealed: seal(text) } : { value: text, sealed: null };
    const set = { ...how, setBy: actor.label, setAt: sql`now()` };
    await tx
      .insert(table)
      .values({ name, ...how, setBy: actor.label })
      .onConflictDoUpdate({ target: table.name, set });
  }
}

function assertTaken(name: SettingName, text: string | null, field: string): void {
  if (text === null) return;
  const read = settableVariables.shape[name].safeParse(text);
  if (read.success) return;
  const message = read.error.issues[0]?.message ?? "is not valid";
  throw new Refusal("invalid", `This value is not taken: it ${message}.`, { [field]: `It ${message}.` });
}
