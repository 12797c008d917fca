import type { GenericEndpointContext } from "better-auth";

/**
 * At a sign-in: ends the session that the browser came with, whose cookie is replaced, so that nobody would ever end it. Not by
 * better-auth's own reading of a session, which takes the cookie away where it finds none, and the new one with it.
 */
export async function endSessionBefore(ctx: GenericEndpointContext): Promise<void> {
  const { authCookies, internalAdapter, secret } = ctx.context;
  const token = await ctx.getSignedCookie(authCookies.sessionToken.name, secret);
  if (token && (await internalAdapter.findSession(token))) await internalAdapter.deleteSession(token);
}
