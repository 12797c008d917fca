import { hostileJson, hostileText, hostileUrlPart } from "#bin/chaos/fuzz/hostile-text";
import type { HostileRequest } from "#bin/chaos/fuzz/request";
import type { Random } from "#bin/simulate/random";

const NAMES = [
  ...[
    "source",
    "status",
    "q",
    "assignee",
    "attention",
    "sort",
    "view",
    "refId",
    "type",
    "verdict",
    "runState",
    "messageId",
  ],
  ...[
    "from",
    "to",
    "cause",
    "actor",
    "action",
    "subject",
    "after",
    "before",
    "limit",
    "cursor",
    "page",
    "id",
    "next",
    "tab",
  ],
];
const LISTS = ["cases", "events", "rejections"];
const PAGES = [
  "cases",
  "events",
  "rejected",
  "audit",
  "team",
  "settings/sources",
  "settings/tokens",
  "settings/mail",
  "account",
];

/** A request to the JSON API, mostly with a token. */
export function apiRequest(random: Random, token: string): HostileRequest {
  const bearer = random.chance(0.9) ? `Bearer ${token}` : hostileText(random);
  const headers: [string, string][] = [["authorization", bearer]];
  const part = hostileUrlPart(random);
  const [method, path] = random.pick<[string, string]>([
    ["GET", random.pick(LISTS)],
    ["GET", random.pick(LISTS)],
    ["GET", `cases/${part}`],
    ["GET", `events/${part}`],
    ["PUT", `businesses/${part}`],
    ["POST", `events/${part}/replay`],
    ["POST", `runs/${part}/rerun`],
    ["GET", part],
  ]);
  const body = method === "GET" ? Buffer.alloc(0) : Buffer.from(hostileJson(random));
  if (method !== "GET") headers.push(["content-type", "application/json"]);
  return { method, path: `/api/v1/${path}?${hostileQuery(random)}`, headers, body };
}

/** A request for a page of somebody signed in. */
export function pageRequest(random: Random, cookie: string): HostileRequest {
  const part = hostileUrlPart(random);
  const one = random.pick([
    `cases/${part}`,
    `events/${part}`,
    `events/${part}/raw`,
    `replays/${part}`,
    `invite/${part}`,
  ]);
  const path = random.chance(0.6) ? random.pick(PAGES) : one;
  return {
    method: "GET",
    path: `/${path}?${hostileQuery(random)}`,
    headers: [["cookie", cookie]],
    body: Buffer.alloc(0),
  };
}

function hostileQuery(random: Random): string {
  const pairs = Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => {
    const name = random.chance(0.95) ? random.pick(NAMES) : hostileUrlPart(random);
    return `${name}=${hostileUrlPart(random)}`;
  });
  return pairs.join("&");
}
