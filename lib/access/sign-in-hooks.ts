import { APIError, createAuthMiddleware, isAPIError } from "better-auth/api";
import { z } from "zod";
import { countAttempt } from "#lib/access/attempts";
import { passwordMatches } from "#lib/access/password-hash";
import { rehashPassword } from "#lib/access/rehash-password";
import { remoteNetwork } from "#lib/access/remote-address";
import { recordSessionRefused } from "#lib/access/session-entries";
import { countSignIn, forgiveSignIn } from "#lib/access/sign-in-limits";
import { log } from "#lib/log";
import { Refusal } from "#lib/refusal";

const SIGN_IN = "/sign-in/email";
const signInBody = z.object({ email: z.string(), password: z.string() });

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

/** better-auth's question whether a password is right. What has no turn to be hashed is answered as its endpoints answer: 503. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  return passwordMatches(hash, password).catch((error: unknown) => {
    throw inItsWords(error);
  });
}

function inItsWords(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  return new APIError("SERVICE_UNAVAILABLE", { code: "BUSY", message: error.message }, { "Retry-After": "5" });
}

/** better-auth's hook after each endpoint: gives a good sign-in back, and puts a failed one on record. */
export const afterSignIn = createAuthMiddleware(async (ctx) => {
  const body = ctx.path === SIGN_IN && signInBody.safeParse(ctx.body).data;
  if (!body) return;
  const address = remoteNetwork(ctx.headers ?? new Headers());
  const { newSession, returned } = ctx.context;
  if (newSession) {
    await forgiveSignIn(address, body.email);
    return rehashPassword(newSession.user.id, body.password);
  }
  // Not looked at: it says nothing of the password.
  if (isAPIError(returned) && returned.statusCode === 503) return forgiveSignIn(address, body.email);
  log.warn("sign-in refused");
  const attempt = await countAttempt("sign-in/on-record", REFUSALS_ON_RECORD);
  if (attempt.allowed) await recordSessionRefused(body.email, address);
});
