import type { Permission } from "#lib/permissions";

/** What stands behind the pages about one thing. */
export type Things = { refId: string; messageId: string; replayId: string };
export type Place = { path: string; permission: Permission };

/** Every page of the dashboard that needs nothing but an install. */
export const PLACES: Place[] = [
  { path: "/cases", permission: "case:read" },
  { path: "/cases?view=table", permission: "case:read" },
  { path: "/events", permission: "event:read" },
  { path: "/rejected", permission: "rejection:read" },
  { path: "/audit", permission: "audit:read" },
  { path: "/team", permission: "user:read" },
  { path: "/account", permission: "password:change" },
  { path: "/settings/sources", permission: "source:read" },
  { path: "/settings/tokens", permission: "token:read" },
  { path: "/settings/mail", permission: "smtp:test" },
  { path: "/settings/retention", permission: "retention:read" },
];

/** The pages about one thing each. */
export function placesAbout({ refId, messageId, replayId }: Things): Place[] {
  return [
    { path: `/cases/${encodeURIComponent(refId)}`, permission: "case:read" },
    { path: `/events/${messageId}`, permission: "event:read" },
    { path: `/replays/${replayId}`, permission: "replay:start" },
  ];
}
