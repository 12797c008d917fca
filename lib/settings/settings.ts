import type { z } from "zod";
import { database, type Tx } from "#db/pool";
import { settings as table } from "#db/settings-schema";
import { environment } from "#lib/environment";
import { settableVariables } from "#lib/environment-settable";
import { log } from "#lib/log";
import { unseal } from "#lib/seal";

/** The settings by the names of their variables. */
export type Settings = z.infer<typeof settableVariables>;
export type SettingName = keyof Settings;

export const SETTING_NAMES = Object.keys(settableVariables.shape) as SettingName[];

/** Settings of which only a sealed form is stored. */
export const SECRET_SETTINGS: ReadonlySet<SettingName> = new Set<SettingName>(["SMTP_URL"]);

/** Where a value comes from. `null`: it is set nowhere. */
export type Origin = "environment" | "page" | null;

/**
 * What holds now: the environment's value, else the one set on a page. Read from the database at each call, so that a change reaches every
 * process without a restart. Throws where CASEWIRE_SECRET does not open a sealed one.
 */
export async function readSettings(tx: Pick<Tx, "select"> = database()): Promise<Settings> {
  const stored = await storedSettings(tx);
  const given = environment();
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, given[name] ?? stored[name]])) as Settings;
}

/** Where each setting comes from. */
export async function settingOrigins(): Promise<Record<SettingName, Origin>> {
  const rows = await database().select({ name: table.name }).from(table);
  const onPage = new Set(rows.map(({ name }) => name));
  const originOf = (name: SettingName): Origin => {
    if (isFixed(name)) return "environment";
    return onPage.has(name) ? "page" : null;
  };
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, originOf(name)])) as Record<SettingName, Origin>;
}

/** Whether the environment sets it, so that a page cannot. */
export function isFixed(name: SettingName): boolean {
  return environment()[name] !== undefined;
}

/** What pages set, whatever the environment says. A value that this version does not take is left out and logged. */
async function storedSettings(tx: Pick<Tx, "select">): Promise<Partial<Settings>> {
  const rows = await tx.select().from(table);
  const stored: Record<string, unknown> = {};
  for (const { name, value, sealed } of rows) {
    if (!isSetting(name) || isFixed(name)) continue;
    const read = settableVariables.shape[name].safeParse(sealed === null ? value : unseal(sealed));
    if (read.success) stored[name] = read.data;
    else log.error({ setting: name }, "a setting is not one that this version takes: it counts as unset");
  }
  return stored as Partial<Settings>;
}

function isSetting(name: string): name is SettingName {
  return name in settableVariables.shape;
}
