import type { Random } from "#bin/simulate/random";
import { framed, type HostileRequest, wellFramed } from "./hostile-request.ts";
import { hostileText } from "./hostile-text.ts";

const PATHS = ["/api/webhooks/vove", "/api/v1/cases", "/cases", "/api/health", "/api/live", "/"];
const ODD_PATHS = [
  ...["*", "//", "//cases", "/cases//", "/.%2e/", "/%2e%2e/%2e%2e/etc/passwd", "http://127.0.0.1/cases", "/cases;x=y"],
  ...[
    "/_next/image?url=%2f..%2f&w=64&q=75",
    "/_next/static/..%2f..%2fserver.js",
    "/_next/data/x/cases.json",
    "/_next/",
  ],
  ...["/favicon.ico", "/icon", "/%", "/%00", "/\\", "/cases?%", "/cases?&&==&", "/api", "/api/v1", "/api/webhooks/"],
  ...["/api/auth/sign-in/email", "/api/auth/get-session", "/api/auth/admin/list-users", "/api/auth/%00"],
];
const METHODS = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "M-SEARCH", "GARBAGE", "get"];
const ODD_HEADERS: readonly (readonly [string, string])[] = [
  ["expect", "100-continue"],
  ["expect", "x"],
  ["upgrade", "websocket"],
  ["connection", "upgrade, close"],
  ["accept-encoding", "gzip;q=1e99, br;q=-1, *;q=NaN"],
  ["accept-encoding", "identity;q=0, *;q=0"],
  ["range", "bytes=0-99999999999999999999"],
  ["content-type", "multipart/form-data"],
  ["content-type", "application/x-www-form-urlencoded"],
  ["if-modified-since", "+275760"],
  ["x-forwarded-proto", "javascript"],
  ["x-forwarded-host", "\u0001"],
  ["cookie", "=; ;;=;better-auth.session_token=%E0%A4%A"],
];

/** A request that is unusual at the level of HTTP: its request line, length, chunks or headers. */
export function rawRequest(random: Random): HostileRequest {
  return random.pick([oddLine, oddLine, oddHeaders, oddFrame, longAddress])(random);
}

function oddLine(random: Random): HostileRequest {
  const path = random.chance(0.7) ? random.pick(ODD_PATHS) : random.pick(PATHS);
  return mayBreak(wellFramed(random.pick(METHODS), path, []));
}

function oddHeaders(random: Random): HostileRequest {
  const headers = Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => random.pick(ODD_HEADERS));
  const injected: [string, string] = ["x-injected", hostileText(random)];
  const body = Buffer.from(hostileText(random));
  return mayBreak(wellFramed(random.pick(["GET", "POST"]), random.pick(PATHS), [...headers, injected], body));
}

function longAddress(random: Random): HostileRequest {
  const length = random.pick([7000, 15_000, 16_384, 60_000]);
  return mayBreak(wellFramed("GET", `${random.pick(PATHS)}?q=${"x".repeat(length)}`, []));
}

/** Wrong lengths and chunks: the rest is read as another request, or never arrives. */
function oddFrame(random: Random): HostileRequest {
  const body = Buffer.from(hostileText(random));
  const chunked = ["transfer-encoding", "chunked"] as const;
  const [headers, bytes] = random.pick<[(readonly [string, string])[], Buffer]>([
    [[["content-length", String(body.length + 10)]], body],
    [[["content-length", "0"]], body],
    [[["content-length", "-1"]], body],
    [[["content-length", "1e3"]], body],
    [[["content-length", "99999999999999999999"]], body],
    [
      [
        ["content-length", "5"],
        ["content-length", "6"],
      ],
      body,
    ],
    [[chunked, ["content-length", "5"]], body],
    [[chunked], Buffer.from("zz\r\nx\r\n0\r\n\r\n")],
    [[chunked], Buffer.from("ffffffffffffffff\r\nx\r\n")],
    [[chunked], Buffer.from("1;a=b\r\nx\r\n0\r\ntrailer: x\r\n\r\n")],
    [[["transfer-encoding", "gzip, chunked"]], Buffer.from("0\r\n\r\n")],
    [[["transfer-encoding", "x"]], body],
  ]);
  const path = random.pick(PATHS);
  const type = ["content-type", "application/json"] as const;
  return {
    about: `POST ${path} ${JSON.stringify(headers)}`,
    method: "POST",
    broken: true,
    bytes: framed("POST", path, [type, ...headers], bytes),
  };
}

/** Node may close the connection instead of a response. */
function mayBreak(request: HostileRequest): HostileRequest {
  return { ...request, broken: true };
}
