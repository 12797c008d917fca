import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type Count, countCases } from "./count-cases.ts";
import type { CasesFilter } from "./filter.ts";
import { listCases } from "./list-cases.ts";
import type { CaseLine } from "./viewer-line.ts";

/**
 * What a person looks at first, in this order. Mine is what is assigned to me, and what I follow up. Few queries are by urgency: to plan one
 * takes longer than to carry out the others.
 */
const SECTIONS: Record<SectionName, CasesFilter> = {
  late: { assignee: "me", due: "late", sort: "urgent" },
  today: { assignee: "me", due: "today", sort: "oldest" },
  raised: { assignee: "me", raised: "again", sort: "oldest" },
  problems: { assignee: "me", attention: ["business-not-told", "conflict"], sort: "oldest" },
  week: { assignee: "me", due: "week", sort: "oldest" },
  unassigned: { assignee: "none", attention: ["unassigned"], sort: "urgent" },
};

export type SectionName = "late" | "today" | "raised" | "problems" | "week" | "unassigned";

/** Cases shown in a section: more than a person does in a morning are behind its link. */
const MAX_LINES = 8;
/** Cases read of a section: those of the sections above are left out of it. */
const MAX_READ = 50;

/** `filter` and `count`: of all cases of the section. `lines`: the first of them that no section above shows. */
export type Section = { name: SectionName; filter: CasesFilter; count: Count; lines: CaseLine[] };

/** `asOf`: what happened up to then was read. */
export type MyDay = { asOf: string; sections: Section[]; mine: Count };

/** The cases that need the person who asks, by why. */
export async function readMyDay(actor: UserActor): Promise<MyDay> {
  authorize(actor, "case:flag");
  const [now] = await database().execute<{ at: string }>(
    sql`select to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  );
  const [mine, ...sections] = await Promise.all([
    totalOf(actor, { assignee: "me" }),
    ...(Object.keys(SECTIONS) as SectionName[]).map((name) => sectionOf(actor, name)),
  ]);
  return { asOf: now?.at ?? "", sections: eachOnce(sections), mine };
}

async function sectionOf(actor: UserActor, name: SectionName): Promise<Section> {
  const filter = SECTIONS[name];
  const { items, nextCursor } = await listCases(actor, filter, { limit: MAX_READ });
  const count = nextCursor === null ? { n: items.length, capped: false } : await totalOf(actor, filter);
  return { name, filter, count, lines: name === "week" ? items.toSorted(byDay) : items };
}

function byDay(a: CaseLine, b: CaseLine): number {
  return (a.followUpDueOn ?? "").localeCompare(b.followUpDueOn ?? "");
}

async function totalOf(actor: UserActor, filter: CasesFilter): Promise<Count> {
  const counts = Object.values(await countCases(actor, filter));
  return { n: counts.reduce((sum, { n }) => sum + n, 0), capped: counts.some(({ capped }) => capped) };
}

/** Shows a case in the first section that holds it. */
function eachOnce(sections: readonly Section[]): Section[] {
  const shown = new Set<number>();
  return sections.map((section) => {
    const lines = section.lines.filter(({ id }) => !shown.has(id)).slice(0, MAX_LINES);
    for (const { id } of lines) shown.add(id);
    return { ...section, lines };
  });
}
