import { randomBytes } from "node:crypto";
import { messageIdAt } from "#lib/sources/message-id";
import { type Attempt, signedHeaders } from "#lib/sources/sign";
import type { EndpointAnswer, EndpointRequest } from "./ask-endpoint.ts";

/** One line of the table that every webhook endpoint must answer alike, byte for byte. */
export type EndpointCase = {
  name: string;
  /** Sent one after the other; the answer is the last one's. */
  requests: (secret: string) => EndpointRequest[];
  answer: EndpointAnswer;
  /** Whether the table of events is locked meanwhile. */
  locked?: boolean;
};

const BODY = '{"refId":"acme","status":"COMPLETED","previousStatus":"IN_REVIEW"}';
const TOO_LARGE = "x".repeat(1024 * 1024 + 1);

/** A genuine request, with `changes` to what is signed and `over` the finished request. */
function genuine(secret: string, changes: Partial<Attempt> = {}, over: Partial<EndpointRequest> = {}): EndpointRequest {
  const attempt = { messageId: messageIdAt(new Date()), body: BODY, attemptedAt: new Date(), ...changes };
  return {
    method: "POST",
    path: "/api/webhooks/vove",
    headers: signedHeaders(secret, attempt),
    body: attempt.body,
    ...over,
  };
}

/** The same with one header changed, or left out. */
function withHeader(request: EndpointRequest, name: string, value?: string): EndpointRequest {
  const others = request.headers.filter(([given]) => given !== name);
  return { ...request, headers: value === undefined ? others : [...others, [name, value]] };
}

function withSignature(request: EndpointRequest, fold: (signature: string) => string): EndpointRequest {
  const [, signature = ""] = request.headers.find(([name]) => name === "svix-signature") ?? [];
  return withHeader(request, "svix-signature", fold(signature));
}

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

function answered(status: number, body: object, headers: Partial<EndpointAnswer["headers"]> = {}): EndpointAnswer {
  const always = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  return { status, headers: { ...always, ...headers }, body: JSON.stringify(body) };
}

function refused(
  status: number,
  code: string,
  message: string,
  headers: Partial<EndpointAnswer["headers"]> = {},
): EndpointAnswer {
  return answered(status, { error: { code, message } }, headers);
}

const ACCEPTED = answered(200, { verdict: "accepted" });
const NOT_ALLOWED = refused(405, "method-not-allowed", "Send a POST.", { allow: "POST" });

const accepted: EndpointCase[] = [
  { name: "a new message", requests: (secret) => [genuine(secret)], answer: ACCEPTED },
  {
    name: "the headers of a white-labelled sender",
    requests: (secret) => {
      const request = genuine(secret);
      const renamed = request.headers.map(([name, value]): [string, string] => [
        name.replace("svix-", "webhook-"),
        value,
      ]);
      return [{ ...request, headers: renamed }];
    },
    answer: ACCEPTED,
  },
  { name: "a body that is not JSON", requests: (secret) => [genuine(secret, { body: "hello" })], answer: ACCEPTED },
  {
    name: "a body that is not UTF-8",
    requests: (secret) => [genuine(secret, { body: randomBytes(64) })],
    answer: ACCEPTED,
  },
  { name: "an empty body", requests: (secret) => [genuine(secret, { body: "" })], answer: ACCEPTED },
  { name: "a body in pieces", requests: (secret) => [genuine(secret, {}, { chunked: true })], answer: ACCEPTED },
  {
    name: "a query",
    requests: (secret) => [genuine(secret, {}, { path: "/api/webhooks/vove?from=here" })],
    answer: ACCEPTED,
  },
  {
    name: "an escaped path",
    requests: (secret) => [genuine(secret, {}, { path: "/api/webhooks/%76ove" })],
    answer: ACCEPTED,
  },
  ...[
    "/api/webhooks/vove/",
    "/api/webhooks/vove///",
    "//api/webhooks/vove",
    "/api//webhooks/vove",
    "/api/webhooks//%76ove/?from=here",
    "http://desk.test/api/webhooks/vove",
    "https://desk.test:8443//api/webhooks/vove/?from=here",
  ].map((path): EndpointCase => {
    return { name: `the target ${path}`, requests: (secret) => [genuine(secret, {}, { path })], answer: ACCEPTED };
  }),
  {
    name: "a list of signatures that a proxy folded, the good one last",
    requests: (secret) => [withSignature(genuine(secret), (good) => `v1,AAAA, ${good}`)],
    answer: ACCEPTED,
  },
  {
    name: "a list of signatures that a proxy folded, the good one first",
    requests: (secret) => [withSignature(genuine(secret), (good) => `${good}, v1,AAAA`)],
    answer: ACCEPTED,
  },
  {
    name: "a message that came before",
    requests: (secret) =>
      Array.from({ length: 2 }, () => genuine(secret, { messageId: `msg_twice_${secret.slice(-8)}` })),
    answer: answered(200, { verdict: "duplicate" }),
  },
  {
    name: "other bytes under an id that came before",
    requests: (secret) => {
      const messageId = `msg_other_${secret.slice(-8)}`;
      return [genuine(secret, { messageId }), genuine(secret, { messageId, body: "{}" })];
    },
    answer: answered(200, { verdict: "conflict" }),
  },
];

const rejected: EndpointCase[] = [
  {
    name: "no signature",
    requests: (secret) => [withHeader(genuine(secret), "svix-signature")],
    answer: refused(401, "missing-headers", "The id, timestamp and signature headers are needed."),
  },
  {
    name: "a stranger's signature",
    requests: () => [genuine(`whsec_${randomBytes(24).toString("base64")}`)],
    answer: refused(401, "bad-signature", "No signature matches."),
  },
  {
    name: "two families that contradict each other",
    requests: (secret) => [withHeader(genuine(secret), "webhook-id", "msg_other")],
    answer: refused(401, "clashing-headers", "The svix- and webhook- headers contradict each other."),
  },
  {
    name: "an old timestamp",
    requests: (secret) => [genuine(secret, { attemptedAt: minutes(-6) })],
    answer: refused(401, "stale-timestamp", "The timestamp is more than 300 seconds old."),
  },
  {
    name: "a timestamp ahead",
    requests: (secret) => [genuine(secret, { attemptedAt: minutes(6) })],
    answer: refused(401, "future-timestamp", "The timestamp is more than 300 seconds ahead."),
  },
  {
    name: "an id twice",
    requests: (secret) => {
      const request = genuine(secret);
      return [{ ...request, headers: [...request.headers, ["svix-id", "msg_second"]] }];
    },
    answer: refused(401, "bad-signature", "No signature matches."),
  },
  {
    name: "a malformed id",
    requests: (secret) => [withHeader(genuine(secret), "svix-id", "msg_1.1614265330")],
    answer: refused(400, "malformed-id", "The message id is malformed."),
  },
  {
    name: "a malformed timestamp",
    requests: (secret) => [withHeader(genuine(secret), "svix-timestamp", "1719870957abc")],
    answer: refused(400, "malformed-timestamp", "The timestamp is malformed."),
  },
  {
    name: "a large body that says so",
    requests: (secret) => [genuine(secret, { body: TOO_LARGE })],
    answer: refused(413, "too-large", "The body is larger than 1 MiB."),
  },
  {
    name: "a large body in pieces",
    requests: (secret) => [genuine(secret, { body: TOO_LARGE }, { chunked: true })],
    answer: refused(413, "too-large", "The body is larger than 1 MiB."),
  },
  ...[undefined, "text/plain", "application/x-www-form-urlencoded"].map((type): EndpointCase => {
    return {
      name: `the content type ${type ?? "left out"}`,
      requests: (secret) => [withHeader(genuine(secret), "content-type", type)],
      answer: refused(415, "wrong-content-type", "Send application/json."),
    };
  }),
];

const unstored: EndpointCase[] = [
  {
    name: "GET at an address with a slash at its end",
    requests: (secret) => [genuine(secret, {}, { method: "GET", path: "/api/webhooks/vove/" })],
    answer: NOT_ALLOWED,
  },
  {
    name: "a source that is none",
    requests: (secret) => [genuine(secret, {}, { path: "/api/webhooks/nowhere" })],
    answer: refused(404, "not-found", "There is no such endpoint."),
  },
  ...["GET", "PUT", "PATCH", "DELETE", "OPTIONS"].map((method): EndpointCase => {
    return { name: method, requests: (secret) => [genuine(secret, {}, { method })], answer: NOT_ALLOWED };
  }),
  {
    name: "HEAD",
    requests: (secret) => [genuine(secret, {}, { method: "HEAD", body: "" })],
    answer: { ...NOT_ALLOWED, body: "" },
  },
  {
    name: "a database that does not answer in time",
    requests: (secret) => [genuine(secret)],
    locked: true,
    answer: refused(503, "unavailable", "Send it again later.", { "retry-after": "5" }),
  },
];

export const ENDPOINT_CASES: readonly EndpointCase[] = [...accepted, ...rejected, ...unstored];
