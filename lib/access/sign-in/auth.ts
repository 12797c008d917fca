import { hkdfSync } from "node:crypto";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { type BetterAuthOptions, betterAuth } from "better-auth/minimal";
import { nextCookies } from "better-auth/next-js";
import { credentials, rateLimits, sessions, users, verifications } from "#db/access-schema";
import { type Database, database } from "#db/pool";
import { cookieAttributes, cookiePrefix } from "#lib/access/cookies";
import { passwordHash } from "#lib/access/passwords/password-hash";
import { PASSWORD_LENGTH } from "#lib/access/passwords/password-rules";
import { REMOTE_HEADER } from "#lib/access/remote-address";
import { environment } from "#lib/environment";
import { publishSoon } from "#lib/live/publish";
import { log } from "#lib/log";
import { hashedSessionTokens } from "./hashed-session-tokens.ts";
import { recordSessionEnd, recordSessionStart } from "./session-entries.ts";
import { sessionPlugin } from "./session-plugin.ts";
import { afterSignIn, beforeSignIn, verifyPassword } from "./sign-in-hooks.ts";

/** A working day. Nothing prolongs a session. An idle one ends before (`sessions/idle`). */
export const SESSION_SECONDS = 12 * 3600;

export type Auth = ReturnType<typeof createAuth>;
let made: { over: Database; auth: Auth } | undefined;

/**
 * better-auth over our tables. Of its endpoints only sign-in by e-mail, sign-out and get-session are reached. It holds on to the pool it
 * was made with, so it is made anew when that pool was replaced after a lost connection.
 */
export function authentication(): Auth {
  const over = database();
  if (made?.over !== over) made = { over, auth: createAuth(over) };
  return made.auth;
}

function createAuth(over: Database) {
  const address = environment().CASEWIRE_URL;
  return betterAuth({
    appName: "Casewire",
    baseURL: address ? new URL(address).origin : undefined,
    trustedOrigins: (request) => originsOf(request),
    secret: cookieSecret(),
    database: hashedSessionTokens(
      drizzleAdapter(over, {
        provider: "pg",
        schema: {
          user: users,
          session: sessions,
          account: credentials,
          verification: verifications,
          rateLimit: rateLimits,
        },
      }),
    ),
    user: { additionalFields: { role: { type: "string", required: true, input: false } } },
    // No cookie cache: a revoked session must end at its next request, so each request asks the database.
    session: {
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      additionalFields: { lastSeenAt: { type: "date", required: true, input: false, defaultValue: () => new Date() } },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: passwordHash, verify: verifyPassword },
    },
    // Its rate limit counts successes too, and by address only: `sign-in-limits` counts instead.
    rateLimit: { enabled: false },
    hooks: { before: beforeSignIn, after: afterSignIn },
    databaseHooks: {
      session: { create: { before: recordSessionStart }, delete: { before: recordSessionEnd, after: tellStreams } },
    },
    plugins: [sessionPlugin, nextCookies()],
    telemetry: { enabled: false },
    // At "warn" it writes refused requests to the console by a logger of its own.
    logger: { level: "info", log: writeLog },
    advanced: {
      cookiePrefix: cookiePrefix(),
      // It prefixes __Secure- only, and sets Secure whenever NODE_ENV is production: plain HTTP could not sign in.
      useSecureCookies: false,
      defaultCookieAttributes: cookieAttributes(),
      ipAddress: { ipAddressHeaders: [REMOTE_HEADER], ipv6Subnet: 128 },
      // Both are off in its test mode by default.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
  } satisfies BetterAuthOptions);
}

/** The host that was asked is our own origin, as in Next's check of server actions. */
function originsOf(request: Request | undefined): string[] {
  const host = request?.headers.get("host");
  return host ? [`http://${host}`, `https://${host}`] : [];
}

/** A key of its own: the key that signs cookies unseals no secret. */
function cookieSecret(): string {
  const key = hkdfSync("sha256", environment().CASEWIRE_SECRET, "", "casewire/session-cookies", 32);
  return Buffer.from(key).toString("base64url");
}

/** Ends the live streams in the other tabs of a browser that signed out. */
async function tellStreams(): Promise<void> {
  publishSoon("access");
}

function writeLog(level: "debug" | "info" | "warn" | "error", message: string, ...details: unknown[]): void {
  // On purpose: without CASEWIRE_URL the request says which host was asked.
  if (message.includes("Base URL is not set")) return;
  const error = details.find((detail) => detail instanceof Error);
  log[level]({ from: "better-auth", err: error }, message);
}
