import { sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { record } from "#lib/audit/record";
import { publish } from "#lib/live/publish";
import { opener, seal, unseal } from "#lib/seal";
import { forgetSealState } from "./seal-state.ts";
import { SEALED_COLUMNS, sealedTexts } from "./sealed-columns.ts";

/** Of one column: how many texts were sealed again, were sealed with the current secret, and could not be opened. */
export type Resealed = { table: string; resealed: number; already: number; unopenable: number };

const RESEAL: Actor = { kind: "job", id: "reseal", label: "npm run reseal" };

/**
 * Seals with CASEWIRE_SECRET what CASEWIRE_SECRET_PREVIOUS sealed: all of it, or nothing where a text cannot be opened (`done` says which).
 * With `forget` such texts are deleted. Running processes open both meanwhile.
 */
export async function reseal({ forget }: { forget: boolean }): Promise<{ done: boolean; columns: Resealed[] }> {
  try {
    const columns = await transaction((tx) => resealAll(tx, forget));
    forgetSealState();
    return { done: true, columns };
  } catch (error) {
    if (error instanceof Unopenable) return { done: false, columns: error.columns };
    throw error;
  }
}

class Unopenable extends Error {
  readonly columns: Resealed[];
  constructor(columns: Resealed[]) {
    super("Something that is sealed can be opened by neither secret.");
    this.columns = columns;
  }
}

async function resealAll(tx: Tx, forget: boolean): Promise<Resealed[]> {
  const columns: Resealed[] = [];
  for (const column of SEALED_COLUMNS) columns.push(await resealColumn(tx, column, forget));
  const total = (count: Exclude<keyof Resealed, "table">) => columns.reduce((sum, column) => sum + column[count], 0);
  if (total("unopenable") > 0 && !forget) throw new Unopenable(columns);
  if (total("resealed") + total("unopenable") > 0) {
    const detail = { resealed: total("resealed"), forgotten: total("unopenable") };
    const subject = { kind: "settings", id: "secret" };
    await record(tx, { actor: RESEAL, action: "installation.resealed", subject, detail });
    await publish(tx, "settings");
  }
  return columns;
}

async function resealColumn(tx: Tx, column: (typeof SEALED_COLUMNS)[number], forget: boolean): Promise<Resealed> {
  const counts = { table: column.table, resealed: 0, already: 0, unopenable: 0 };
  const [table, name] = [sql.identifier(column.table), sql.identifier(column.column)];
  for (const { sealed } of await preparedQuery<{ sealed: string }>(tx, sql`${sealedTexts(column)} for update`)) {
    const by = opener(sealed);
    if (by === "current") counts.already++;
    if (by === "none") {
      counts.unopenable++;
      if (forget) await tx.execute(column.forget(sealed));
    }
    if (by === "previous") {
      counts.resealed++;
      // Sealed texts are unique, so one identifies its row.
      await tx.execute(sql`update ${table} set ${name} = ${seal(unseal(sealed))} where ${name} = ${sealed}`);
    }
  }
  return counts;
}
