import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { recordRead } from "#lib/audit/record-read";
import { authorize } from "#lib/authorize";
import { mayReadPersonalData } from "#lib/cases/personal-data";
import { decodeCursor, encodeCursor } from "#lib/cursor";
import type { ChangeKind, ChangesFilter } from "./filter.ts";
import {
  CHANGED_A_CASE,
  type ChangeSource,
  kindsOf,
  MAX_LOOKED_AT,
  MESSAGE_KINDS,
  READ,
  SOURCES,
  type Span,
  type StoredChange,
  sourceOf,
} from "./sources.ts";
import { type Change, redactedChange } from "./viewer-change.ts";

const LIST = "changes";
const MAX_ROWS = 500;
/** Where a filter names no time. */
const ALWAYS = { from: "1970-01-01T00:00:00Z", to: "9999-12-31T00:00:00Z" };

/** A change before `viewer-change.ts`. */
export type WholeChange = StoredChange & { name: string | null; kinds: ChangeKind[] };

export type ChangesPage = { items: Change[]; nextCursor: string | null };

type Place = { at: string; source: number; id: number };

const placeInput = z
  .tuple([z.iso.datetime(), z.string().regex(/^[0-3]$/), z.string().regex(/^\d{1,15}$/)])
  .transform(([at, source, id]): Place => ({ at, source: Number(source), id: Number(id) }));

/**
 * What changed in a time, the newest first. A page looks through 20,000 rows of each source at most: it may hold few or none and still have a
 * `nextCursor`. Throws Refusal `invalid` for a cursor of another list.
 */
export async function listChanges(
  actor: Actor,
  filter: ChangesFilter,
  page: { cursor?: string | undefined; limit?: number } = {},
): Promise<ChangesPage> {
  authorize(actor, "case:read");
  const limit = Math.min(page.limit ?? 100, MAX_ROWS);
  const after = page.cursor === undefined ? undefined : decodeCursor(LIST, page.cursor, placeInput);
  const wanted = filter.kind === undefined ? SOURCES : [sourceOf(filter.kind)];
  const parts = await Promise.all(wanted.map((source) => readSource(actor, filter, { source, after, limit })));
  // What a source has not been looked through yet may be newer than what another has found: the page ends there.
  const horizon = parts.map(({ lookedTo }) => lookedTo).reduce<Place | undefined>(later, undefined);
  const found = parts
    .flatMap(({ rows }) => rows)
    .sort(newestFirst)
    .filter((change) => !horizon || !isAfter(placeOf(change), horizon));
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = found.length > limit && last ? placeOf(last) : horizon;
  if (mayReadPersonalData(actor)) recordRead(actor, { what: "cases" });
  return {
    items: shown.map((change) => redactedChange(actor, change)),
    nextCursor: next ? encodeCursor(LIST, [next.at, String(next.source), String(next.id)]) : null,
  };
}

type Asked = { source: ChangeSource; after: Place | undefined; limit: number };

/** The newest changes of a source after a place. `lookedTo`: up to there it was looked through, and there is more. */
async function readSource(
  actor: Actor,
  filter: ChangesFilter,
  { source, after, limit }: Asked,
): Promise<{ rows: WholeChange[]; lookedTo: Place | undefined }> {
  const span = spanOf(filter, source, after);
  const rows = await preparedQuery<Omit<StoredChange, "from"> & { name: string | null }>(
    database(),
    sql`
    select found.*, businesses.name from (
      select looked.* from (${READ[source](span)}) as looked
      where ${conditions(actor, filter, source)}
      order by at desc, id desc limit ${limit + 1}::int) as found
    left join businesses on businesses.source = found.source and businesses.ref_id = found.ref_id
    order by at desc, id desc`,
  );
  const changes = rows.map((row) => ({ ...row, from: source })).map((row) => ({ ...row, kinds: kindsOf(row) }));
  if (changes.length > limit) return { rows: changes, lookedTo: undefined };
  const [end] = await preparedQuery<{ at: Date; id: number }>(
    database(),
    sql`select at, id from (${READ[source](span)}) as looked offset ${MAX_LOOKED_AT - 1}::int`,
  );
  return {
    rows: changes,
    lookedTo: end && { at: end.at.toISOString(), source: SOURCES.indexOf(source), id: end.id },
  };
}

/** Rows of one moment are in the order of the sources, so a place in one of them says where the others go on. */
function spanOf({ from, to }: ChangesFilter, source: ChangeSource, after: Place | undefined): Span {
  const span = { from: from ?? ALWAYS.from, to: to ?? ALWAYS.to };
  if (!after) return { ...span, before: undefined };
  const order = SOURCES.indexOf(source) - after.source;
  if (order === 0) return { ...span, before: after };
  // The newest first: of one moment the last source comes first, and this one has been shown or is still to come.
  return { ...span, before: { at: after.at, id: order > 0 ? 0 : Number.MAX_SAFE_INTEGER } };
}

/** On the rows of a source. */
export function conditions(actor: Actor, filter: ChangesFilter, source: ChangeSource): SQL {
  const kind = filter.kind && MESSAGE_KINDS[filter.kind];
  return sql.join(
    [
      source === "message" ? (kind ?? CHANGED_A_CASE) : sql`true`,
      ...(filter.source === undefined ? [] : [sql`looked.source = ${filter.source}`]),
      ...(filter.whose === undefined
        ? []
        : [
            sql`exists (
              select from cases where cases.source = looked.source and cases.ref_id = looked.ref_id
                and ${actor.id} in (cases.assignee_id, cases.follow_up_owner_id))`,
          ]),
    ],
    sql` and `,
  );
}

function placeOf({ at, from, id }: StoredChange): Place {
  return { at: at.toISOString(), source: SOURCES.indexOf(from), id };
}

/** Whether `a` comes after `b` in the list. */
function isAfter(a: Place, b: Place): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.source === b.source ? a.id < b.id : a.source < b.source;
}

function newestFirst(a: StoredChange, b: StoredChange): number {
  return isAfter(placeOf(a), placeOf(b)) ? 1 : -1;
}

/** Of two places the one that the list comes to first. */
function later(a: Place | undefined, b: Place | undefined): Place | undefined {
  if (!a || !b) return a ?? b;
  return isAfter(a, b) ? b : a;
}
