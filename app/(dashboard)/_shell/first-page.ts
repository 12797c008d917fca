import type { UserActor } from "#lib/actor";
import { may } from "#lib/permissions";
import { MAIN_PAGES } from "./navigation.ts";

const FALLBACK = "/cases";

/** The pages of the sidebar that the actor may open. */
export function pagesOf({ role }: Pick<UserActor, "role">) {
  return MAIN_PAGES.filter(({ permission }) => may(role, permission));
}

/** The page that `/` leads to: the one a person chose, else that of their role. A page they may not open any more is not taken. */
export function firstPageOf(actor: Pick<UserActor, "role">, chosen: string | null): string {
  const wanted = chosen ?? (actor.role === "analyst" ? "/my-day" : FALLBACK);
  return pagesOf(actor).find(({ href }) => href === wanted)?.href ?? FALLBACK;
}
