import { type ReactNode, Suspense } from "react";
import { AnnouncerProvider } from "#components/announcer";
import { DraftsOwner } from "#components/drafts";
import { LiveProvider } from "#components/live/live-provider";
import { NavigationProgress } from "#components/navigation-progress";
import { Shortcuts } from "#components/shortcuts";
import { Toasts } from "#components/toasts";
import { oidcName } from "#lib/access/oidc/provider";
import { currentRelyingParty } from "#lib/access/second-factor/relying-party";
import { currentSession, requireActor } from "#lib/access/sessions/session";
import { may } from "#lib/permissions";
import { currentWarnings } from "#lib/provider/warnings";
import { ConfirmIdentity } from "./_access/confirm-identity.tsx";
import { ShortPassword } from "./_access/short-password.tsx";
import { SignInWarning } from "./_access/sign-in-warning.tsx";
import { TlsWarning } from "./_access/tls-warning.tsx";
import { palettePages } from "./_shell/first-page.ts";
import { Palette } from "./_shell/palette.tsx";
import { PhoneBar } from "./_shell/phone-bar.tsx";
import { Sidebar } from "./_shell/sidebar.tsx";
import { TellActivity } from "./_shell/tell-activity.tsx";
import { WarningStrip } from "./_shell/warning-strip.tsx";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const session = await currentSession();
  return (
    <AnnouncerProvider>
      <LiveProvider>
        <a
          href="#main"
          className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-ink px-3 py-2 text-canvas focus:translate-y-0"
        >
          Skip to the page
        </a>
        <Shortcuts />
        <Palette pages={palettePages(actor)} />
        <Suspense>
          <NavigationProgress />
        </Suspense>
        <Toasts />
        <TellActivity />
        <div className="min-h-dvh md:grid md:grid-cols-[12.5rem_minmax(0,1fr)]">
          <PhoneBar>
            <Sidebar actor={actor} />
          </PhoneBar>
          <aside className="sticky top-0 hidden h-dvh overflow-y-auto border-r border-line md:block">
            <Sidebar actor={actor} />
          </aside>
          <main id="main" tabIndex={-1} className="min-w-0 px-3 py-4 outline-none md:px-5">
            {may(actor.role, "provider:read") ? (
              <WarningStrip known={currentWarnings(actor)} role={actor.role} />
            ) : null}
            <TlsWarning actor={actor} />
            <SignInWarning actor={actor} />
            {session?.shortPassword ? <ShortPassword /> : null}
            <ConfirmIdentity
              factors={session?.factors ?? { totp: false, passkeys: false }}
              passkeysAble={(await currentRelyingParty()) !== null}
              provider={session?.hasPassword ? null : oidcName()}
            >
              <DraftsOwner id={actor.id} signedOutPath="/sign-in">
                {children}
              </DraftsOwner>
            </ConfirmIdentity>
          </main>
        </div>
      </LiveProvider>
    </AnnouncerProvider>
  );
}
