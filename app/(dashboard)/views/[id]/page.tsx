import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "#lib/access/sessions/session";
import { openView } from "#lib/saved-views/list-views";
import { orNotFound } from "../../or-not-found.ts";

/** The address of a saved view, which leads to the cases it chooses. From now on only what changes later is new in it. */
export default async function ViewPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor("case:read");
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const query = await orNotFound(openView(actor, id));
  redirect(query ? `/cases?${query}` : "/cases");
}
