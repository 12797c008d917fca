import { randomBytes } from "node:crypto";
import { z } from "zod";
import { isUnavailable } from "#db/unavailable";
import { logRefusal } from "#lib/access/log-refusal";
import { remoteAddressOf, remoteNetwork } from "#lib/access/remote-address";
import { bearerActor, bearerToken } from "#lib/access/tokens/bearer";
import { throttleToken } from "#lib/access/tokens/token-throttle";
import type { TokenActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { log } from "#lib/log";
import type { Permission } from "#lib/permissions";
import { Refusal, type RefusalCode } from "#lib/refusal";
import { complaints } from "./form-input.ts";

const STATUS: Record<RefusalCode, number> = {
  invalid: 400,
  "not-signed-in": 401,
  "not-allowed": 403,
  "not-fresh": 403,
  "not-found": 404,
  "wrong-state": 409,
  "too-many": 429,
};

/** When the database is away or has no connection left. A restart takes about as long. */
const RETRY_AFTER_SECONDS = 5;

type Handler<Params> = (actor: TokenActor, request: Request, params: Params) => Promise<unknown>;

/**
 * Makes a route handler under /api/v1 of `handle`: bearer token → actor, its value → JSON (a Response as it is, nothing → 204), a
 * Refusal or a ZodError → `{error: {code, message, fields?}}` with its status, a database that is away → 503, anything else → 500, logged.
 */
export function api<Params = Record<string, string>>(permission: Permission, handle: Handler<Params>) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    let actor: TokenActor | null = null;
    try {
      actor = await bearer(request);
      authorize(actor, permission);
      const value = await handle(actor, request, await context.params);
      if (value instanceof Response) return value;
      return value === undefined ? new Response(null, { status: 204 }) : answer(value, 200);
    } catch (error) {
      if (error instanceof Refusal) logRefusal(error, { actor, headers: request.headers });
      return refusal(error);
    }
  };
}

async function bearer(request: Request): Promise<TokenActor> {
  const authorization = request.headers.get("authorization");
  if (!authorization) throw new Refusal("not-signed-in", "Send an API token: Authorization: Bearer <token>.");
  const token = bearerToken(authorization);
  const throttle = await throttleToken(token ?? "", remoteNetwork(request.headers));
  if (!throttle.allowed) throw new TooManyWrongTokens(throttle.retryAfterSeconds);
  const actor = token ? await bearerActor(token) : null;
  if (actor) {
    await throttle.accepted();
    return { ...actor, remoteAddress: remoteAddressOf(request.headers) };
  }
  const attempt = await throttle.refused();
  if (!attempt.allowed) throw new TooManyWrongTokens(attempt.retryAfterSeconds);
  throw new Refusal("not-signed-in", "This API token is unknown, expired or revoked.");
}

class TooManyWrongTokens extends Refusal {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super("too-many", "Too many requests with a wrong API token.");
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

function refusal(error: unknown): Response {
  if (error instanceof z.ZodError) {
    return refusal(new Refusal("invalid", "The request is not valid.", complaints(error)));
  }
  if (error instanceof Refusal) {
    const fields = Object.keys(error.fields).length > 0 ? { fields: error.fields } : {};
    const headers: Record<string, string> = {};
    if (error.code === "not-signed-in") headers["www-authenticate"] = 'Bearer realm="casewire"';
    if (error instanceof TooManyWrongTokens) headers["retry-after"] = String(error.retryAfterSeconds);
    return answer({ error: { code: error.code, message: error.message, ...fields } }, STATUS[error.code], headers);
  }
  if (isUnavailable(error)) {
    log.warn({ err: error }, "an API request found no database");
    const message = "The database does not answer, or has no connection left. Try again shortly.";
    return answer({ error: { code: "unavailable", message } }, 503, { "retry-after": String(RETRY_AFTER_SECONDS) });
  }
  const digest = randomBytes(4).toString("hex");
  log.error({ err: error, digest }, "an API request failed");
  const message = `Something went wrong on our side. It is logged under ${digest}.`;
  return answer({ error: { code: "failed", message } }, 500);
}

function answer(value: unknown, status: number, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers: { "cache-control": "no-store", ...headers } });
}
