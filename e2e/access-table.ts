import type { Permission } from "#lib/permissions";

/** The identifiers in the addresses. */
export type Things = {
  refId: string;
  messageId: string;
  replayId: string;
  runId: string;
  destinationId: string;
  deliveryId: string;
};

/** How a request is authenticated: by a browser's cookie (without one a page redirects to sign-in), by a bearer token, or not at all. */
type By = "page" | "stream" | "token" | "anyone";

export type Row = {
  /** The file under app/ that answers. */
  file: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  at: (things: Things) => string;
  by: By;
  /** Absent: every role has access. */
  permission?: Permission;
  /** The status for those who have access. */
  answers: number;
  body?: unknown;
};

const get = (file: string, by: By, at: Row["at"] | string, more: Partial<Row> = {}): Row => ({
  ...{ file, method: "GET", by, answers: 200 },
  at: typeof at === "string" ? () => at : at,
  ...more,
});

const part = encodeURIComponent;

/** A destination that is not there: 404 for those who have access. */
const NO_DESTINATION = "00000000-0000-4000-8000-000000000000";

const toDestination = (file: string, method: Row["method"], permission: Permission): Row => ({
  ...get(file, "token", `/${file.replace("[id]", NO_DESTINATION).replace("/route.ts", "")}`),
  ...{ method, permission, answers: 404, ...(method === "GET" ? {} : { body: {} }) },
});

/** Every page and route of the product, with who has access. A page or route without a row fails a test. */
export const ACCESS: Row[] = [
  get("page.tsx", "page", "/", { answers: 307 }),
  get("(sign-in)/sign-in/page.tsx", "anyone", "/sign-in?elsewhere"),
  get("(sign-in)/sign-in/second-factor/page.tsx", "page", "/sign-in/second-factor"),
  get("(sign-in)/forgot-password/page.tsx", "anyone", "/forgot-password"),
  get("(sign-in)/reset-password/page.tsx", "anyone", "/reset-password"),
  // The app under test has no identity provider.
  get("(sign-in)/sign-in/sso/route.ts", "anyone", "/sign-in/sso", { answers: 404 }),
  get("(sign-in)/sign-in/sso/callback/route.ts", "anyone", "/sign-in/sso/callback", { answers: 404 }),
  get("(sign-in)/invite/page.tsx", "anyone", "/invite"),
  get("(sign-in)/invite/[token]/route.ts", "anyone", "/invite/none", { answers: 303 }),

  get("(dashboard)/my-day/page.tsx", "page", "/my-day", { permission: "case:flag" }),
  get("(dashboard)/cases/(board)/page.tsx", "page", "/cases", { permission: "case:read" }),
  get("(dashboard)/cases/(board)/page.tsx", "page", "/cases?view=table", { permission: "case:read" }),
  get("(dashboard)/views/[id]/page.tsx", "page", "/views/none", { permission: "case:read", answers: 404 }),
  get("(dashboard)/cases/[refId]/page.tsx", "page", ({ refId }) => `/cases/${part(refId)}`, {
    permission: "case:read",
  }),
  get("(dashboard)/account/page.tsx", "page", "/account", { permission: "password:change" }),
  get("(dashboard)/search/(everything)/page.tsx", "page", "/search", { permission: "case:read" }),
  get("(dashboard)/search/(everything)/page.tsx", "page", "/search?q=nothing%20at%20all", { permission: "case:read" }),
  get(
    "(dashboard)/search/messages/[messageId]/page.tsx",
    "page",
    ({ messageId }) => `/search/messages/${part(messageId)}`,
    { permission: "message:read" },
  ),
  get("api/search/route.ts", "stream", ({ refId }) => `/api/search?q=${part(refId)}`, { permission: "case:read" }),
  get("(dashboard)/preferences/page.tsx", "page", "/preferences", { permission: "preferences:change" }),
  get("(dashboard)/audit/page.tsx", "page", "/audit", { permission: "audit:read" }),
  get("(dashboard)/changes/page.tsx", "page", "/changes", { permission: "case:read" }),
  get("(dashboard)/exports/page.tsx", "page", "/exports", { permission: "export:read" }),
  get("(dashboard)/exports/[id]/file/route.ts", "page", "/exports/999999999/file", {
    ...{ permission: "export:read", answers: 404 },
  }),
  get("(dashboard)/audit/checkpoint/route.ts", "page", "/audit/checkpoint", { permission: "audit:read" }),
  get("(dashboard)/events/page.tsx", "page", "/events", { permission: "event:read" }),
  get("(dashboard)/events/[messageId]/page.tsx", "page", ({ messageId }) => `/events/${part(messageId)}`, {
    permission: "event:read",
  }),
  get("(dashboard)/events/[messageId]/raw/route.ts", "page", ({ messageId }) => `/events/${part(messageId)}/raw`, {
    permission: "event:read",
  }),
  get("(dashboard)/destinations/page.tsx", "page", "/destinations", { permission: "destination:read" }),
  get("(dashboard)/destinations/catalogue/page.tsx", "page", "/destinations/catalogue", {
    permission: "destination:read",
  }),
  get("(dashboard)/destinations/new/page.tsx", "page", "/destinations/new", { permission: "destination:add" }),
  get("(dashboard)/destinations/[id]/page.tsx", "page", ({ destinationId }) => `/destinations/${destinationId}`, {
    permission: "destination:read",
  }),
  get(
    "(dashboard)/destinations/[id]/edit/page.tsx",
    "page",
    ({ destinationId }) => `/destinations/${destinationId}/edit`,
    { permission: "destination:change" },
  ),
  get(
    "(dashboard)/destinations/[id]/deliveries/[deliveryId]/page.tsx",
    "page",
    ({ destinationId, deliveryId }) => `/destinations/${destinationId}/deliveries/${deliveryId}`,
    { permission: "delivery:read" },
  ),
  get("(dashboard)/overview/page.tsx", "page", "/overview", { permission: "overview:read" }),
  get(
    "(dashboard)/overview/list/page.tsx",
    "page",
    "/overview/list?figure=events&from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z",
    { permission: "overview:read" },
  ),
  get("(dashboard)/overview/csv/route.ts", "page", "/overview/csv?chart=events", { permission: "overview:read" }),
  get("(dashboard)/failures/page.tsx", "page", "/failures", { permission: "failure:read" }),
  // Nothing gave up so: 404 for those who have access.
  get("(dashboard)/failures/[failure]/page.tsx", "page", "/failures/0123456789ab?handler=update-case", {
    ...{ permission: "failure:read", answers: 404 },
  }),
  get("(dashboard)/replays/page.tsx", "page", "/replays", { permission: "event:read" }),
  get("(dashboard)/provider/page.tsx", "page", "/provider", { permission: "provider:read" }),
  get("(dashboard)/rejected/page.tsx", "page", "/rejected", { permission: "rejection-outline:read" }),
  get("(dashboard)/replays/[id]/page.tsx", "page", ({ replayId }) => `/replays/${replayId}`, {
    permission: "event:read",
  }),
  get("(dashboard)/settings/mail/page.tsx", "page", "/settings/mail", { permission: "smtp:test" }),
  get("(dashboard)/settings/retention/page.tsx", "page", "/settings/retention", { permission: "retention:read" }),
  get("(dashboard)/settings/sources/page.tsx", "page", "/settings/sources", { permission: "source:read" }),
  get("(dashboard)/settings/tokens/page.tsx", "page", "/settings/tokens", { permission: "token:read" }),
  get("(dashboard)/help/page.tsx", "page", "/help", { permission: "case:read" }),
  get("(dashboard)/help/api/page.tsx", "page", "/help/api", { permission: "case:read" }),
  get("(dashboard)/team/page.tsx", "page", "/team", { permission: "user:read" }),

  get("api/live/route.ts", "stream", ({ refId }) => `/api/live?topics=cases,case/vove/${part(refId)}`),
  get("api/live/cases/route.ts", "stream", "/api/live/cases", { permission: "case:read" }),

  get("api/views/route.ts", "stream", "/api/views"),
  get("api/warnings/route.ts", "stream", "/api/warnings", { permission: "provider:read" }),

  { ...get("api/activity/route.ts", "stream", "/api/activity", { answers: 204 }), method: "POST" },

  get("api/health/route.ts", "anyone", "/api/health"),
  get("api/auth/[...all]/route.ts", "anyone", "/api/auth/get-session"),
  // Unsigned: only its signature authenticates a webhook.
  {
    ...get("api/webhooks/[source]/route.ts", "anyone", "/api/webhooks/vove", { answers: 401 }),
    method: "POST",
    body: {},
  },

  get("api/v1/[...unknown]/route.ts", "token", "/api/v1/nothing", { answers: 404 }),
  get("api/v1/openapi.json/route.ts", "token", "/api/v1/openapi.json", { permission: "case:read" }),
  get("api/v1/cases/route.ts", "token", "/api/v1/cases", { permission: "case:read" }),
  get("api/v1/cases/[refId]/route.ts", "token", ({ refId }) => `/api/v1/cases/${part(refId)}`, {
    permission: "case:read",
  }),
  get(
    "api/v1/cases/[refId]/evidence/route.ts",
    "token",
    ({ refId }) => `/api/v1/cases/${part(refId)}/evidence?reason=x`,
    {
      permission: "case:export",
    },
  ),
  get("api/v1/events/route.ts", "token", "/api/v1/events", { permission: "event:read" }),
  get("api/v1/events/[messageId]/route.ts", "token", ({ messageId }) => `/api/v1/events/${part(messageId)}`, {
    permission: "event:read",
  }),
  get("api/v1/rejections/route.ts", "token", "/api/v1/rejections", { permission: "rejection:read" }),
  get("api/v1/businesses/route.ts", "token", "/api/v1/businesses", { permission: "business:read" }),
  get("api/v1/businesses/[refId]/route.ts", "token", ({ refId }) => `/api/v1/businesses/${part(refId)}`, {
    permission: "business:read",
  }),
  {
    ...get("api/v1/businesses/[refId]/route.ts", "token", ({ refId }) => `/api/v1/businesses/${part(refId)}`),
    ...{ method: "PUT", permission: "business:put", body: { name: "Acme" } },
  },
  get("api/v1/deliveries/route.ts", "token", "/api/v1/deliveries", { permission: "delivery:read" }),
  get("api/v1/deliveries/[id]/route.ts", "token", "/api/v1/deliveries/999999999", {
    ...{ permission: "delivery:read", answers: 404 },
  }),
  get("api/v1/exports/audit/route.ts", "token", "/api/v1/exports/audit?to=2020-01-01", { permission: "audit:export" }),
  get("api/v1/exports/cases/route.ts", "token", "/api/v1/exports/cases?refId=none", { permission: "cases:export" }),
  get("api/v1/exports/changes/route.ts", "token", "/api/v1/exports/changes?to=2020-01-01", {
    permission: "changes:export",
  }),
  get("api/v1/exports/decisions/route.ts", "token", "/api/v1/exports/decisions?to=2020-01-01", {
    permission: "decisions:export",
  }),
  {
    ...get("api/v1/deliveries/[id]/resend/route.ts", "token", "/api/v1/deliveries/999999999/resend"),
    ...{ method: "POST", permission: "delivery:resend", body: {}, answers: 404 },
  },
  {
    ...get(
      "api/v1/destinations/[id]/recover/route.ts",
      "token",
      ({ destinationId }) => `/api/v1/destinations/${destinationId}/recover`,
    ),
    ...{ method: "POST", permission: "destination:recover", body: {}, answers: 400 },
  },
  // Without a reason: 400 for those who have access, 403 for others.
  {
    ...get(
      "api/v1/events/[messageId]/replay/route.ts",
      "token",
      ({ messageId }) => `/api/v1/events/${part(messageId)}/replay`,
    ),
    ...{ method: "POST", permission: "replay:start", body: {}, answers: 400 },
  },
  {
    ...get("api/v1/runs/[id]/rerun/route.ts", "token", ({ runId }) => `/api/v1/runs/${runId}/rerun`),
    ...{ method: "POST", permission: "handler:rerun", body: {}, answers: 400 },
  },
  get("api/v1/destinations/route.ts", "token", "/api/v1/destinations", { permission: "destination:read" }),
  {
    ...get("api/v1/destinations/route.ts", "token", "/api/v1/destinations"),
    ...{ method: "POST", permission: "destination:add", body: {}, answers: 400 },
  },
  toDestination("api/v1/destinations/[id]/route.ts", "GET", "destination:read"),
  toDestination("api/v1/destinations/[id]/route.ts", "PATCH", "destination:change"),
  toDestination("api/v1/destinations/[id]/route.ts", "DELETE", "destination:delete"),
  toDestination("api/v1/destinations/[id]/rotate/route.ts", "POST", "destination:rotate"),
  toDestination("api/v1/destinations/[id]/test/route.ts", "POST", "destination:test"),
];
