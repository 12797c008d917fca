import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { endSessionBefore } from "./end-session-before.ts";

/** Starts a session of whom the identity provider has vouched for, and sends the browser its cookie. */
const startOidcSession = createAuthEndpoint(
  "/oidc/session",
  {
    method: "POST",
    body: z.object({ userId: z.string(), secondFactor: z.boolean(), provenAt: z.date().nullable() }),
    requireHeaders: true,
    metadata: { SERVER_ONLY: true },
  },
  async (ctx) => {
    const { userId, secondFactor, provenAt } = ctx.body;
    const user = await ctx.context.internalAdapter.findUserById(userId);
    if (!user) throw new APIError("UNAUTHORIZED");
    const now = new Date();
    // The provider's clock may be ahead; what it said an hour ago is no fresh proof.
    const verifiedAt = provenAt && provenAt < now ? provenAt : now;
    const proven = { verifiedAt, ...(secondFactor ? { secondFactorAt: verifiedAt } : {}) };
    await endSessionBefore(ctx);
    const session = await ctx.context.internalAdapter.createSession(userId, false, proven);
    await setSessionCookie(ctx, { session, user });
    return ctx.json({ started: true });
  },
);

/** better-auth's plugin of our own: no request reaches it from outside. */
export const oidcSessions = { id: "oidc-sessions", endpoints: { startOidcSession } } satisfies BetterAuthPlugin;
