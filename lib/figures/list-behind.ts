import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { decodeCursor, encodeTimeCursor, timePlace } from "#lib/cursor";
import { isoTimeInput } from "#lib/iso-time";
import { exactText } from "#lib/query-params";
import { rowsOf } from "./list-sources.ts";

export const LISTED = [
  ...["events", "refusals", "runs", "deliveries", "onboardings", "moves", "stays", "running", "reasons"],
  ...["follow-ups", "letters"],
] as const;

/** Which number of the overview: the shape of the list's address. */
export const listFilter = z.object({
  figure: z.enum(
    [
      "events",
      "refusals",
      "runs",
      "deliveries",
      "onboardings",
      "moves",
      "stays",
      "running",
      "reasons",
      "follow-ups",
      "letters",
    ],
    "No such figure.",
  ),
  /** As in the figure's label; absent: all. */
  label: z.string().max(600).optional(),
  from: isoTimeInput,
  to: isoTimeInput,
  source: exactText.optional(),
});

export type ListFilter = z.infer<typeof listFilter>;

/** One thing that a number counts; `n` of them where they are kept as a count. */
export type Listed = {
  id: number;
  at: Date;
  source: string;
  refId: string | null;
  what: string;
  n: number;
  messageId: string | null;
};

/** Rows of one page, and how many are counted exactly. */
const PAGE = 100;
export const MAX_COUNTED = 10_000;

export type ListBehind = { items: Listed[]; nextCursor: string | null; total: number; capped: boolean };

/** What a number of the overview counts, oldest first, and how many there are. Nothing of it is personal data. */
export async function listBehind(actor: Actor, filter: ListFilter, cursor?: string): Promise<ListBehind> {
  authorize(actor, "overview:read");
  const place = cursor === undefined ? undefined : decodeCursor(filter.figure, cursor, timePlace);
  const rows = rowsOf(actor, filter);
  const [items, [count]] = await Promise.all([page(rows, place), counted(rows)]);
  const shown = items.slice(0, PAGE);
  const last = items.length > PAGE ? shown.at(-1) : undefined;
  const total = count?.n ?? 0;
  return {
    items: shown,
    nextCursor: last ? encodeTimeCursor(filter.figure, { at: last.at, id: last.id }) : null,
    total: Math.min(total, MAX_COUNTED),
    capped: total > MAX_COUNTED,
  };
}

function page(rows: SQL, after: { at: Date; id: number } | undefined): Promise<Listed[]> {
  const behind = after
    ? sql`where (at, id) > (${after.at.toISOString()}::timestamptz, ${String(after.id)}::bigint)`
    : sql``;
  return preparedQuery<Listed>(
    database(),
    sql`select id, at, source, ref_id, what, n::float8 as n, message_id from (${rows}) as listed ${behind} order by at, id limit ${sql.raw(String(PAGE + 1))}`,
  );
}

function counted(rows: SQL): Promise<{ n: number }[]> {
  return preparedQuery<{ n: number }>(
    database(),
    sql`select coalesce(sum(n), 0)::float8 as n from (select n from (${rows}) as listed limit ${sql.raw(String(MAX_COUNTED + 1))}) as some_of_them`,
  );
}
