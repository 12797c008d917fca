import { APIError, createAuthMiddleware, isAPIError } from "better-auth/api";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "#db/access-schema";
import { database } from "#db/pool";
import { cookieAttributes, cookiePrefix } from "#lib/access/cookies";
import { mayUsePassword, passwordsAreOffMessage } from "#lib/access/passwords/password-allowed";
import { passwordMatches } from "#lib/access/passwords/password-hash";
import { isTooShort } from "#lib/access/passwords/password-rules";
import { rehashPassword } from "#lib/access/passwords/rehash-password";
import { countInWindow } from "#lib/access/rate-limits";
import { remoteNetwork } from "#lib/access/remote-address";
import { log } from "#lib/log";
import { Refusal } from "#lib/refusal";
import { isKnownDevice, KNOWN_DAYS, rememberDevice } from "./known-devices.ts";
import { recordSessionRefused } from "./session-entries.ts";
import { endReplacedSession } from "./session-plugin.ts";
import { uncountFailures } from "./sign-in-failures.ts";
import { countSignIn, resetSignInCount, type SignInAttempt, uncountSignIn } from "./sign-in-limits.ts";

const SIGN_IN = "/sign-in/email";
const signInBody = z.object({ email: z.string(), password: z.string() });

/** Audit entries of failed sign-ins, in all: strangers must not grow the audit log, or hold its lock, at will. */
const MAX_RECORDED_FAILURES = { max: 600, seconds: 3600 };

/** What the hooks use of better-auth's context. */
type Context = { headers?: Headers | undefined; getCookie: (name: string) => string | null };

const deviceCookie = () => `${cookiePrefix()}.device`;

/** better-auth's hook before each endpoint: counts a sign-in, by form or by API. */
export const beforeSignIn = createAuthMiddleware(async (ctx) => {
  const body = ctx.path === SIGN_IN && signInBody.safeParse(ctx.body).data;
  if (!body) return;
  if (!mayUsePassword(body.email))
    throw new APIError("FORBIDDEN", { code: "SSO_ONLY", message: passwordsAreOffMessage() });
  const by = await attemptOf(ctx, body.email);
  const { allowed, retryAfterSeconds } = await countSignIn(by);
  if (allowed) return;
  log.warn(
    { address: by.address, knownDevice: by.knownDevice !== null, retryAfterSeconds },
    "sign-in not checked: too many failed",
  );
  throw new APIError(
    "TOO_MANY_REQUESTS",
    { code: "TOO_MANY_REQUESTS", message: "Too many sign-ins failed." },
    { "Retry-After": String(retryAfterSeconds) },
  );
});

/** better-auth's check of a password. While too many wait to be hashed it is answered with 503. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  return passwordMatches(hash, password).catch((error: unknown) => {
    throw asApiError(error);
  });
}

function asApiError(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  return new APIError("SERVICE_UNAVAILABLE", { code: "BUSY", message: error.message }, { "Retry-After": "5" });
}

/** better-auth's hook after each endpoint: after a sign-in makes the browser known and takes back its count, or records the failure. */
export const afterSignIn = createAuthMiddleware(async (ctx) => {
  const { newSession, returned } = ctx.context;
  const body = ctx.path === SIGN_IN && signInBody.safeParse(ctx.body).data;
  const by = body && (await attemptOf(ctx, body.email));
  if (!newSession) return by ? afterFailure(by, returned) : undefined;
  const token = await rememberDevice(newSession.user.id, ctx.getCookie(deviceCookie()));
  ctx.setCookie(deviceCookie(), token, { ...cookieAttributes(), maxAge: KNOWN_DAYS * 24 * 3600 });
  if (!body || !by) return;
  await endReplacedSession(ctx);
  await uncountFailures(newSession.user.id, await resetSignInCount(by));
  if (isTooShort(body.password)) await markShortPassword(newSession.session.id);
  return rehashPassword(newSession.user.id, body.password);
});

async function afterFailure(by: SignInAttempt, returned: unknown): Promise<void> {
  // The password was not checked.
  if (isAPIError(returned) && returned.statusCode === 503) return uncountSignIn(by);
  log.warn({ address: by.address }, "sign-in refused");
  const attempt = await countInWindow("sign-in/on-record", MAX_RECORDED_FAILURES);
  if (attempt.allowed) await recordSessionRefused(by);
}

async function attemptOf(ctx: Context, email: string): Promise<SignInAttempt> {
  const token = ctx.getCookie(deviceCookie());
  const knownDevice = (await isKnownDevice(token, email)) ? token : null;
  return { email, address: remoteNetwork(ctx.headers ?? new Headers()), knownDevice };
}

/** A page asks the person to change it. */
async function markShortPassword(sessionId: string): Promise<void> {
  await database().update(sessions).set({ shortPassword: true }).where(eq(sessions.id, sessionId));
}
