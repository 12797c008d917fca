import { and, asc, desc, eq, or, sql } from "drizzle-orm";
import { users } from "#db/access-schema";
import { savedViews, savedViewVisits } from "#db/desk-schema";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { mayReadPersonalData } from "#lib/cases/personal-data";
import { Refusal } from "#lib/refusal";

export type SavedView = { id: string; name: string; query: string; shared: boolean; own: boolean; owner: string };

/** What a person may open: their own, and where they may read businesses those that are shared, for a name may hold what viewers may not read. */
const reachable = (actor: UserActor) =>
  mayReadPersonalData(actor) ? or(eq(savedViews.userId, actor.id), savedViews.shared) : eq(savedViews.userId, actor.id);

/** The saved views of a person, their own first. Their number is bounded by the verbs. */
export function listViews(actor: UserActor): Promise<SavedView[]> {
  authorize(actor, "case:read");
  const { id, name, query, shared } = savedViews;
  const own = sql<boolean>`${savedViews.userId} = ${actor.id}`;
  return database()
    .select({ id, name, query, shared, own, owner: users.name })
    .from(savedViews)
    .innerJoin(users, eq(users.id, savedViews.userId))
    .where(reachable(actor))
    .orderBy(desc(own), asc(name), asc(id));
}

/** The query of a view that is being opened; from now on only what changes later is new in it. Throws Refusal `not-found`. */
export async function openView(actor: UserActor, viewId: string): Promise<string> {
  authorize(actor, "case:read");
  const [view] = await database()
    .select({ query: savedViews.query })
    .from(savedViews)
    .where(and(eq(savedViews.id, viewId), reachable(actor)));
  if (!view) throw new Refusal("not-found", "There is no such view.");
  await database()
    .insert(savedViewVisits)
    .values({ viewId, userId: actor.id })
    .onConflictDoUpdate({ target: [savedViewVisits.userId, savedViewVisits.viewId], set: { at: sql`now()` } });
  return view.query;
}
