import { SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { ExactTimesButton } from "#components/exact-times-button";
import { LiveLabel } from "#components/live/live-label";
import { ShortcutsButton } from "#components/shortcuts";
import { LinkButton } from "#components/ui/button";
import { UserText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import { may } from "#lib/permissions";
import { currentPreferences } from "#lib/preferences/current-preferences";
import { SearchForm } from "../search/search-form.tsx";
import { pagesOf } from "./first-page.ts";
import { NavLink } from "./nav-link.tsx";
import { SETTINGS } from "./navigation.ts";
import { SavedViews } from "./saved-views.tsx";
import { SignOut } from "./sign-out.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { Wordmark } from "./wordmark.tsx";

/** Navigation, the signed-in person and the live state. Shows only pages that the role may open. */
export async function Sidebar({ actor }: { actor: UserActor }) {
  const { theme } = await currentPreferences();
  const settings = SETTINGS.filter(({ permission }) => may(actor.role, permission));
  return (
    <div className="flex min-h-full flex-col gap-4 p-3">
      <Link href="/cases" className="hidden rounded-md px-2 py-1 md:block">
        <Wordmark />
      </Link>
      <SearchForm />
      <nav aria-label="Main" className="grid gap-0.5">
        {pagesOf(actor).map(({ icon: Icon, ...place }) => (
          <NavLink key={place.href} href={place.href} keys={place.keys}>
            <Icon aria-hidden="true" />
            {place.label}
          </NavLink>
        ))}
      </nav>
      <SavedViews actor={actor} />
      {settings.length > 0 ? (
        <nav aria-label="Settings" className="grid gap-0.5">
          <p className="px-2 pb-1 text-2xs font-medium text-faint">Settings</p>
          {settings.map(({ icon: Icon, ...place }) => (
            <NavLink key={place.href} href={place.href}>
              <Icon aria-hidden="true" />
              {place.label}
            </NavLink>
          ))}
        </nav>
      ) : null}
      <div className="mt-auto grid gap-2 px-2">
        <LiveLabel />
        <div className="flex items-center gap-1 border-t border-line pt-2">
          <ThemeSwitch chosen={theme} />
          <ExactTimesButton />
          <ShortcutsButton className="ml-auto hidden md:inline-flex" />
        </div>
        <div className="flex items-center gap-2">
          <Link href="/account" title="Your account" className="grid min-w-0 rounded-sm leading-4 hover:text-accent">
            <span className="truncate font-medium">
              <UserText>{actor.label}</UserText>
            </span>
            <span className="text-2xs text-faint">{actor.role}</span>
          </Link>
          <LinkButton
            variant="ghost"
            size="icon"
            href="/preferences"
            className="ml-auto"
            aria-label="Preferences"
            title="Preferences"
          >
            <SlidersHorizontal aria-hidden="true" />
          </LinkButton>
          <SignOut />
        </div>
      </div>
    </div>
  );
}
