import { randomBytes } from "node:crypto";
import { APIError, createAuthEndpoint, getSessionFromCtx } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";

/** As the other endpoints of ours: better-auth's own router does not know it. */
const SERVER_ONLY = { method: "POST", requireHeaders: true, metadata: { SERVER_ONLY: true } } as const;

/**
 * A plugin of better-auth with one endpoint, for the server alone: the session of the request goes on under a new token, and the cookie
 * before is worth nothing, whoever holds a copy.
 */
export const renewal = {
  id: "renewal",
  endpoints: {
    renewSession: createAuthEndpoint("/renew-session", SERVER_ONLY, async (ctx) => {
      const held = await getSessionFromCtx(ctx);
      if (!held) throw new APIError("UNAUTHORIZED");
      const token = randomBytes(32).toString("base64url");
      const renewed = await ctx.context.internalAdapter.updateSession(held.session.token, { token });
      if (!renewed) throw new APIError("UNAUTHORIZED");
      await setSessionCookie(ctx, { session: { ...held.session, token }, user: held.user });
    }),
  },
};
