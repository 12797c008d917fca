import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/** Starts a session of whom the identity provider has vouched for, and sends the browser its cookie. */
const startOidcSession = createAuthEndpoint(
  "/oidc/session",
  {
    method: "POST",
    body: z.object({ userId: z.string(), secondFactor: z.boolean() }),
    requireHeaders: true,
    metadata: { SERVER_ONLY: true },
  },
  async (ctx) => {
    const { userId, secondFactor } = ctx.body;
    const user = await ctx.context.internalAdapter.findUserById(userId);
    if (!user) throw new APIError("UNAUTHORIZED");
    const proven = secondFactor ? { secondFactorAt: new Date() } : {};
    const session = await ctx.context.internalAdapter.createSession(userId, false, proven);
    await setSessionCookie(ctx, { session, user });
    return ctx.json({ started: true });
  },
);

/** better-auth's plugin of our own: no request reaches it from outside. */
export const oidcSessions = { id: "oidc-sessions", endpoints: { startOidcSession } } satisfies BetterAuthPlugin;
