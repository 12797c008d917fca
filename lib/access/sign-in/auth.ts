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
import { announce } from "#lib/live/announce";
import { log } from "#lib/log";
import { hashedSessionTokens } from "./hashed-session-tokens.ts";
import { recordSessionEnd, recordSessionStart } from "./session-entries.ts";
import { sessionPlugin } from "./session-plugin.ts";
import { afterSignIn, beforeSignIn, verifyPassword } from "./sign-in-hooks.ts";

/** A working day. Nothing prolongs a session, and a forgotten browser is signed out by the next morning; an idle one is before (`idle`). */
export const SESSION_SECONDS = 12 * 3600;

export type Auth = ReturnType<typeof createAuth>;
let made: { over: Database; auth: Auth } | undefined;

/**
 * better-auth over our tables. Only e-mail and password sign-in, sign-out and the reading of a session are ever reached. It keeps the
 * database it was made with: where that was left for a new one, because a connection was lost, it is made anew.
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
    // No cookie cache: a revoked or expired session must die at its next request, so each one asks the database.
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
    // Its limiter counts an office's successes like a stranger's guesses, and knows addresses only: `sign-in-limits` counts instead.
    rateLimit: { enabled: false },
    hooks: { before: beforeSignIn, after: afterSignIn },
    databaseHooks: {
      session: { create: { before: recordSessionStart }, delete: { before: recordSessionEnd, after: tellStreams } },
    },
    plugins: [sessionPlugin, nextCookies()],
    telemetry: { enabled: false },
    // Not "warn": at that level it writes refused requests to the console by a logger of its own.
    logger: { level: "info", log: writeLog },
    advanced: {
      cookiePrefix: cookiePrefix(),
      // It would only prefix __Secure-, and ask for Secure whenever NODE_ENV is production: then plain http could not sign in.
      useSecureCookies: false,
      defaultCookieAttributes: cookieAttributes(),
      ipAddress: { ipAddressHeaders: [REMOTE_HEADER], ipv6Subnet: 128 },
      // Both are off in its test mode unless asked for.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
  } satisfies BetterAuthOptions);
}

/** A page of the very host that was asked is our own page, as Next's check of server actions holds too. */
function originsOf(request: Request | undefined): string[] {
  const host = request?.headers.get("host");
  return host ? [`http://${host}`, `https://${host}`] : [];
}

/** A key of its own for each purpose: what signs cookies opens no sealed secret. */
function cookieSecret(): string {
  const key = hkdfSync("sha256", environment().CASEWIRE_SECRET, "", "casewire/session-cookies", 32);
  return Buffer.from(key).toString("base64url");
}

/** A browser that has signed out hears nothing more in its other tabs. */
async function tellStreams(): Promise<void> {
  announce("access");
}

function writeLog(level: "debug" | "info" | "warn" | "error", message: string, ...details: unknown[]): void {
  // Meant so: without CASEWIRE_URL the request says which host was asked.
  if (message.includes("Base URL is not set")) return;
  const error = details.find((detail) => detail instanceof Error);
  log[level]({ from: "better-auth", err: error }, message);
}
