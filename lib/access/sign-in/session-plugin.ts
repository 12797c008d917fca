import { randomBytes } from "node:crypto";
import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import { APIError, createAuthEndpoint, getSessionFromCtx } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/** better-auth's router does not know these endpoints: only the server calls them. */
const SERVER_ONLY = { method: "POST", requireHeaders: true, metadata: { SERVER_ONLY: true } } as const;

/** Starts a session of whom the identity provider has vouched for, and sends the browser its cookie. */
const startOidcSession = createAuthEndpoint(
  "/oidc/session",
  { ...SERVER_ONLY, body: z.object({ userId: z.string(), secondFactor: z.boolean(), provenAt: z.date().nullable() }) },
  async (ctx) => {
    const { userId, secondFactor, provenAt } = ctx.body;
    const user = await ctx.context.internalAdapter.findUserById(userId);
    if (!user) throw new APIError("UNAUTHORIZED");
    const now = new Date();
    // The provider's clock may be ahead. A proof it dates an hour back is an hour old.
    const verifiedAt = provenAt && provenAt < now ? provenAt : now;
    const proven = { verifiedAt, ...(secondFactor ? { secondFactorAt: verifiedAt } : {}) };
    await endReplacedSession(ctx);
    const session = await ctx.context.internalAdapter.createSession(userId, false, proven);
    await setSessionCookie(ctx, { session, user });
    return ctx.json({ started: true });
  },
);

/** Gives the session of the request a new token. A copy of the cookie before it opens nothing any more. */
const renewSession = createAuthEndpoint("/renew-session", SERVER_ONLY, async (ctx) => {
  const held = await getSessionFromCtx(ctx);
  if (!held) throw new APIError("UNAUTHORIZED");
  const token = randomBytes(32).toString("base64url");
  const renewed = await ctx.context.internalAdapter.updateSession(held.session.token, { token });
  if (!renewed) throw new APIError("UNAUTHORIZED");
  await setSessionCookie(ctx, { session: { ...held.session, token }, user: held.user });
});

/** The token in the request's session cookie, if the signature is ours. Asks the database nothing. */
const readSessionToken = createAuthEndpoint("/session-token", SERVER_ONLY, async (ctx) => {
  const { authCookies, secret } = ctx.context;
  return (await ctx.getSignedCookie(authCookies.sessionToken.name, secret)) || null;
});

export const sessionPlugin = {
  id: "casewire",
  endpoints: { startOidcSession, renewSession, readSessionToken },
} satisfies BetterAuthPlugin;

/**
 * At a sign-in: ends the session whose cookie the browser sent, since that cookie is replaced. Reading it by better-auth's own function
 * would delete the cookie where the session has ended, and the new cookie with it.
 */
export async function endReplacedSession(ctx: GenericEndpointContext): Promise<void> {
  const { authCookies, internalAdapter, secret } = ctx.context;
  const token = await ctx.getSignedCookie(authCookies.sessionToken.name, secret);
  if (token) await internalAdapter.deleteSession(token);
}
