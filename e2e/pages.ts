import type { Permission } from "#lib/permissions";

/** What the pages about one thing are about. */
export type Things = { refId: string; messageId: string; replayId: string; destinationId: string; deliveryId: string };
export type DashboardPage = { path: string; permission: Permission };

/** Every page of the dashboard that exists without any event. */
export const PAGES: DashboardPage[] = [
  { path: "/my-day", permission: "case:flag" },
  { path: "/cases", permission: "case:read" },
  { path: "/cases?view=table", permission: "case:read" },
  { path: "/overview", permission: "overview:read" },
  { path: "/overview?period=7d&compare=before", permission: "overview:read" },
  {
    path: "/overview/list?figure=events&from=2026-01-01T00:00:00.000Z&to=2099-01-02T00:00:00.000Z",
    permission: "overview:read",
  },
  { path: "/failures", permission: "failure:read" },
  { path: "/events", permission: "event:read" },
  { path: "/replays", permission: "event:read" },
  { path: "/destinations", permission: "destination:read" },
  { path: "/destinations/catalogue", permission: "destination:read" },
  { path: "/destinations/new", permission: "destination:add" },
  { path: "/provider", permission: "provider:read" },
  { path: "/rejected", permission: "rejection-outline:read" },
  { path: "/audit", permission: "audit:read" },
  { path: "/changes", permission: "case:read" },
  { path: "/exports", permission: "export:read" },
  { path: "/team", permission: "user:read" },
  { path: "/account", permission: "password:change" },
  { path: "/help", permission: "case:read" },
  { path: "/help/api", permission: "case:read" },
  { path: "/search", permission: "case:read" },
  { path: "/search?q=a", permission: "case:read" },
  { path: "/search/messages/msg_never", permission: "message:read" },
  { path: "/preferences", permission: "preferences:change" },
  { path: "/settings/sources", permission: "source:read" },
  { path: "/settings/tokens", permission: "token:read" },
  { path: "/settings/mail", permission: "smtp:test" },
  { path: "/settings/retention", permission: "retention:read" },
];

/** The pages about one thing each. */
export function pagesAbout({ refId, messageId, replayId, destinationId, deliveryId }: Things): DashboardPage[] {
  return [
    { path: `/cases/${encodeURIComponent(refId)}`, permission: "case:read" },
    { path: `/search/messages/${messageId}`, permission: "message:read" },
    { path: `/events/${messageId}`, permission: "event:read" },
    { path: `/replays/${replayId}`, permission: "replay:start" },
    { path: `/destinations/${destinationId}`, permission: "destination:read" },
    { path: `/destinations/${destinationId}?tab=configuration`, permission: "destination:read" },
    { path: `/destinations/${destinationId}?tab=recovery`, permission: "destination:read" },
    { path: `/destinations/${destinationId}/deliveries/${deliveryId}`, permission: "delivery:read" },
    { path: `/destinations/${destinationId}/edit`, permission: "destination:change" },
  ];
}
