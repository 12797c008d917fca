import type { Random } from "#bin/simulate/random";
import { type HostileRequest, wellFramed } from "./hostile-request.ts";
import { hostileJson, hostileText, hostileUrlPart } from "./hostile-text.ts";

const CASES = ["source", "status", "q", "assignee", "attention", "sort"];
const EVENTS = ["source", "refId", "type", "verdict", "runState", "messageId", "q", "from", "to"];
const PAGE = ["cursor", "limit"];

/** Every path of the API with its parameters; `*` is any text. */
const API: readonly (readonly [method: string, path: string, parameters: readonly string[]])[] = [
  ["GET", "cases", [...CASES, ...PAGE]],
  ["GET", "events", [...EVENTS, ...PAGE]],
  ["GET", "rejections", ["cause", ...PAGE]],
  ["GET", "cases/*", ["source", "episode", ...PAGE]],
  ["GET", "events/*", ["source"]],
  ["PUT", "businesses/*", ["source"]],
  ["POST", "events/*/replay", ["source"]],
  ["POST", "runs/*/rerun", []],
  ["GET", "*", []],
];

/** Every page with its parameters. */
const PAGES: readonly (readonly [path: string, parameters: readonly string[]])[] = [
  ["cases", [...CASES, "view", "cursor"]],
  ["cases/*", ["source", "episode", "before"]],
  ["events", [...EVENTS, "cursor"]],
  ["events/*", ["source", "list", "tab", "show"]],
  ["events/*/raw", ["source", "receipt"]],
  ["rejected", ["cause", "cursor"]],
  ["audit", ["actor", "action", "subject", "from", "to", "before"]],
  ["replays/*", []],
  ["invite/*", []],
  ["sign-in", ["next"]],
  ["team", []],
  ["account", []],
  ["settings/sources", []],
  ["settings/tokens", []],
  ["settings/mail", []],
];

/** Existing ids, so that some requests find something. */
export type Known = { messageIds: readonly string[]; refIds: readonly string[] };

/** A request to the JSON API, mostly with a token. */
export function apiRequest(random: Random, token: string, known: Known): HostileRequest {
  const [method, path, parameters] = random.pick(API);
  const bearer = random.chance(0.95) ? `Bearer ${token}` : hostileText(random);
  const headers: [string, string][] = [["authorization", bearer]];
  const body = method === "GET" ? Buffer.alloc(0) : apiBody(random);
  if (method !== "GET") headers.push(["content-type", "application/json"]);
  const address = `/api/v1/${filled(random, path, known)}?${hostileQuery(random, parameters)}`;
  return wellFramed(random.chance(0.97) ? method : "DELETE", address, headers, body);
}

/** A request of a signed-in user for a page. */
export function pageRequest(random: Random, cookie: string, known: Known): HostileRequest {
  const [path, parameters] = random.pick(PAGES);
  const headers: [string, string][] = [["cookie", random.chance(0.97) ? cookie : hostileText(random)]];
  // Like a navigation of Next, and with unusual headers.
  if (random.chance(0.2)) headers.push(["rsc", random.pick(["1", hostileText(random)])]);
  if (random.chance(0.1)) headers.push([random.pick(ODD_HEADERS), hostileText(random)]);
  return wellFramed("GET", `/${filled(random, path, known)}?${hostileQuery(random, parameters)}`, headers);
}

const ODD_HEADERS = [
  ...["accept-encoding", "next-router-state-tree", "next-router-prefetch", "next-url", "x-forwarded-host"],
  ...["x-middleware-subrequest", "accept-language", "if-none-match", "range", "cookie", "referer", "x-nonce"],
];

function apiBody(random: Random): Buffer {
  if (random.chance(0.4)) return Buffer.from(hostileJson(random));
  const value = () => hostileJson(random, 3);
  return Buffer.from(
    random.pick([`{"reason":${value()}}`, `{"name":${value()},"contactEmail":${value()}}`, `{"__proto__":${value()}}`]),
  );
}

function filled(random: Random, path: string, { messageIds, refIds }: Known): string {
  const there = path.startsWith("events") ? messageIds : refIds;
  const part = random.chance(0.4) && there.length > 0 ? encodeURIComponent(random.pick(there)) : hostileUrlPart(random);
  return path.replace("*", () => (path.startsWith("runs") && random.chance(0.5) ? "1" : part));
}

/** Mostly known parameters, sometimes all of them twice. */
function hostileQuery(random: Random, parameters: readonly string[]): string {
  const pairs = Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => {
    const own = parameters.length > 0 && random.chance(0.95);
    return `${own ? random.pick(parameters) : hostileUrlPart(random)}=${hostileUrlPart(random)}`;
  });
  return random.chance(0.05) ? `${pairs.join("&")}&${pairs.join("&")}` : pairs.join("&");
}
