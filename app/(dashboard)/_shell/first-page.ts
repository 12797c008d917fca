import type { UserActor } from "#lib/actor";
import { may } from "#lib/permissions";
import { MAIN_PAGES, OWN_PAGES, SETTINGS } from "./navigation.ts";

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

/** Every page that the palette goes to. */
export function palettePages(actor: Pick<UserActor, "role">): { href: string; label: string; keys: string | null }[] {
  const settings = SETTINGS.filter(({ permission }) => may(actor.role, permission));
  return [...pagesOf(actor), ...settings, ...OWN_PAGES].map((page) => ({
    href: page.href,
    label: page.label,
    keys: "keys" in page ? page.keys : null,
  }));
}
