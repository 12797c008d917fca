import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ClockProvider } from "#components/time";
import { currentPreferences } from "#lib/preferences/current-preferences";
import "./globals.css";

export const metadata: Metadata = { title: { default: "Casewire", template: "%s · Casewire" } };

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f6f8" },
    { media: "(prefers-color-scheme: dark)", color: "#0d0d10" },
  ],
};

/** The theme and the density are set by the server, so that no other flashes up first. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const { theme, density, zone, zoneChosen } = await currentPreferences();
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme} data-density={density}>
      <body>
        <ClockProvider now={Date.now()} zone={zone} zoneChosen={zoneChosen}>
          {children}
        </ClockProvider>
      </body>
    </html>
  );
}
