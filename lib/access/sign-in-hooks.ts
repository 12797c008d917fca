import { APIError, createAuthMiddleware } from "better-auth/api";
import { z } from "zod";
import { countAttempt } from "#lib/access/attempts";
import { remoteNetwork } from "#lib/access/remote-address";
import { recordSessionRefused } from "#lib/access/session-entries";
import { countSignIn, forgiveSignIn } from "#lib/access/sign-in-limits";
import { log } from "#lib/log";

const SIGN_IN = "/sign-in/email";
const signInBody = z.object({ email: z.string() });

/** Entries of failed sign-ins, whoever fails: strangers must not be able to grow the audit log, or hold its lock, at will. */
const REFUSALS_ON_RECORD = { max: 600, seconds: 3600 };

/** better-auth's hook before each endpoint: counts a sign-in, whichever door it came through. */
export const beforeSignIn = createAuthMiddleware(async (ctx) => {
  const body = ctx.path === SIGN_IN && signInBody.safeParse(ctx.body).data;
  if (!body) return;
  const attempt = await countSignIn(remoteNetwork(ctx.headers ?? new Headers()), body.email);
  if (attempt.allowed) return;
  log.warn({ retryAfterSeconds: attempt.retryAfterSeconds }, "sign-in refused: too many failed");
  throw new APIError(
    "TOO_MANY_REQUESTS",
    { code: "TOO_MANY_REQUESTS", message: "Too many sign-ins failed." },
    { "Retry-After": String(attempt.retryAfterSeconds) },
  );
});

/** better-auth's hook after each endpoint: gives a good sign-in back, and puts a failed one on record. */
export const afterSignIn = createAuthMiddleware(async (ctx) => {
  const body = ctx.path === SIGN_IN && signInBody.safeParse(ctx.body).data;
  if (!body) return;
  const address = remoteNetwork(ctx.headers ?? new Headers());
  if (ctx.context.newSession) return forgiveSignIn(address, body.email);
  log.warn("sign-in refused");
  const attempt = await countAttempt("sign-in/on-record", REFUSALS_ON_RECORD);
  if (attempt.allowed) await recordSessionRefused(body.email, address);
});
