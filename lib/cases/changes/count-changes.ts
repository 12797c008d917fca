import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { CHANGE_KINDS, type ChangeKind, type ChangesFilter } from "./filter.ts";
import { conditions } from "./list-changes.ts";
import { MAX_LOOKED_AT, MESSAGE_KINDS, READ, SOURCES, type Span, sourceOf } from "./sources.ts";

/** `capped`: only the newest 20,000 rows of the source were counted, and there may be more. */
export type KindCount = { n: number; capped: boolean };

/** How many changes of each kind there are, whatever kind the filter names. One scan of each source. */
export async function countChanges(actor: Actor, filter: ChangesFilter): Promise<Record<ChangeKind, KindCount>> {
  authorize(actor, "case:read");
  const { kind: _, ...rest } = filter;
  const span: Span = { from: rest.from ?? "-infinity", to: rest.to ?? "infinity", before: undefined };
  const counts = SOURCES.map((source) => {
    const each = CHANGE_KINDS.filter((kind) => sourceOf(kind) === source).map(
      (kind) => sql`'${sql.raw(kind)}', count(*) filter (where ${MESSAGE_KINDS[kind] ?? sql`true`} and fits)::int`,
    );
    return sql`(
      select jsonb_build_object(${sql.join(each, sql`, `)}, 'looked', count(*)::int)
      from (select looked.*, ${conditions(actor, rest, source)} as fits from (${READ[source](span)}) as looked) as each_of)`;
  });
  const [row] = await database().execute<{ n: (Record<string, number> & { looked: number })[] }>(
    sql`select jsonb_build_array(${sql.join(counts, sql`, `)}) as n`,
  );
  return Object.fromEntries(
    CHANGE_KINDS.map((kind) => {
      const of = row?.n[SOURCES.indexOf(sourceOf(kind))];
      return [kind, { n: of?.[kind] ?? 0, capped: (of?.looked ?? 0) >= MAX_LOOKED_AT }];
    }),
  ) as Record<ChangeKind, KindCount>;
}
