import { redirect } from "next/navigation";
import { requireActor } from "#lib/access/sessions/session";
import { currentPreferences } from "#lib/preferences/current-preferences";
import { firstPageOf } from "./(dashboard)/_shell/first-page.ts";

export default async function Start() {
  const actor = await requireActor();
  const { firstPage } = await currentPreferences();
  redirect(firstPageOf(actor, firstPage));
}
