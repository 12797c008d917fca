import { cache } from "react";
import type { UserActor } from "#lib/actor";
import { listViews } from "#lib/saved-views/list-views";
import { SavedViewLinks } from "./saved-view-links.tsx";

/** Asked of the database once a request. */
export const viewsOf = cache((actor: UserActor) => listViews(actor));

/** The saved views of the person, where there are any. */
export async function SavedViews({ actor }: { actor: UserActor }) {
  const views = await viewsOf(actor);
  if (views.length === 0) return null;
  return <SavedViewLinks views={views.map(({ id, name, query, shared }) => ({ id, name, query, shared }))} />;
}
