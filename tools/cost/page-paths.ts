import { ATTENTIONS, SORTS } from "#lib/cases/board/filter";
import { STATUSES } from "#lib/cases/projection/lifecycle";
import { RUN_STATE_CHOICES, VERDICT_CHOICES } from "#lib/events/filter";
import { casePath, eventPath } from "#lib/page-paths";
import type { Sample } from "./sample.ts";

/** The path of a page or an API call, for a case and an event of the measured database. */
export type PagePath = { name: string; of: (sample: Sample) => string };

const part = encodeURIComponent;
const fixed = (...paths: string[]): PagePath[] => paths.map((path) => ({ name: path, of: () => path }));

const search: PagePath[] = [
  "/cases?q=",
  "/cases?view=table&q=",
  "/events?q=",
  "/api/search?q=",
  "/api/v1/cases?q=",
  "/api/v1/events?q=",
].flatMap((path) => [
  { name: `${path}<refId>`, of: ({ refId }) => path + part(refId) },
  { name: `${path}<name>`, of: ({ name }) => path + part(name) },
  { name: `${path}<message id>`, of: ({ messageId }) => path + part(messageId) },
  ...fixed(`${path}logistics`, `${path}biz-`, `${path}zzz-nowhere`, `${path}logistisc`, `${path}group logi`),
]);

/** Every page, each list with each of its filters and orders, and every reading API call. */
export const pagePaths: PagePath[] = [
  ...fixed("/cases", "/cases?source=vove", "/cases?assignee=none", "/cases?assignee=seed-1"),
  ...fixed(...ATTENTIONS.map((attention) => `/cases?attention=${attention}`)),
  ...fixed(...SORTS.map((sort) => `/cases?view=table&sort=${sort}`)),
  ...fixed(...STATUSES.map((status) => `/cases?view=table&status=${status}`)),
  ...fixed(
    ...ATTENTIONS.flatMap((attention) => SORTS.map((sort) => `/cases?view=table&attention=${attention}&sort=${sort}`)),
  ),
  ...fixed("/cases?view=table&assignee=none", "/cases?view=table&assignee=seed-1"),
  ...search,
  { name: "/cases/<refId>", of: ({ refId }) => casePath({ source: "vove", refId }) },
  ...fixed("/events", "/events?type=kyb.case.rejected", "/events?type=kyb.case.created"),
  ...fixed(...VERDICT_CHOICES.map((verdict) => `/events?verdict=${verdict}`)),
  ...fixed(...RUN_STATE_CHOICES.map((state) => `/events?runState=${state}`)),
  { name: "/events?refId=", of: ({ refId }) => `/events?refId=${part(refId)}` },
  { name: "/events?to=<long ago>", of: ({ deepAt }) => `/events?to=${part(deepAt)}` },
  { name: "/events/<message id>", of: ({ messageId }) => eventPath({ messageId }) },
  ...fixed(
    "/rejected",
    "/rejected?cause=stale-timestamp",
    "/audit",
    "/audit?actor=user:seed-1",
    "/audit?action=case.flagged",
  ),
  { name: "/audit?subject=", of: ({ refId }) => `/audit?subject=${part(`case:vove/${refId}`)}` },
  { name: "/audit?case=", of: ({ refId }) => `/audit?case=${part(`vove/${refId}`)}` },
  ...fixed("/changes", "/changes?whose=mine", "/changes?kind=ended", "/exports"),
  { name: "/audit?to=<long ago>", of: ({ deepAt }) => `/audit?to=${part(deepAt)}` },
  ...fixed("/overview", "/overview?period=12m", "/overview?period=12m&compare=before"),
  ...fixed("/team", "/settings/sources", "/settings/tokens", "/settings/mail", "/account"),
  ...fixed("/api/v1/cases", ...STATUSES.map((status) => `/api/v1/cases?status=${status}`)),
  ...fixed(...ATTENTIONS.map((attention) => `/api/v1/cases?attention=${attention}`)),
  { name: "/api/v1/cases/<refId>", of: ({ refId }) => `/api/v1/cases/${part(refId)}` },
  ...fixed("/api/v1/events", "/api/v1/events?verdict=conflict", "/api/v1/events?runState=dead"),
  { name: "/api/v1/events/<message id>", of: ({ messageId }) => `/api/v1/events/${part(messageId)}` },
  ...fixed("/api/v1/rejections", "/api/health"),
];
