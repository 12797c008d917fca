import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "#lib/access/actor";
import { rememberPerson } from "#lib/access/asker";
import { authentication } from "#lib/access/auth";
import { isActivity, isIdle, markSeen } from "#lib/access/idle";
import { logRefusal } from "#lib/access/log-refusal";
import { may, type Permission, ROLES } from "#lib/access/permissions";
import { remoteAddressOf } from "#lib/access/remote-address";
import { PATH_HEADER, signInPath } from "#lib/access/sign-in-path";
import { NotAllowed, Refusal } from "#lib/refusal";

type Session = { actor: UserActor; sessionId: string };

/** Whose session a request's headers bear; asked of the database each time. */
export async function sessionOf(requestHeaders: Headers): Promise<Session | null> {
  const found = await authentication().api.getSession({ headers: requestHeaders });
  const role = ROLES.find((name) => name === found?.user.role);
  if (!found || !role || isIdle(role, found.session.lastSeenAt)) return null;
  if (isActivity(requestHeaders)) markSeen(found.session.id);
  rememberPerson(requestHeaders.get("cookie"), found.user.id);
  const remoteAddress = remoteAddressOf(requestHeaders);
  return {
    actor: { kind: "user", id: found.user.id, label: found.user.name, role, remoteAddress },
    sessionId: found.session.id,
  };
}

/** Who is signed in on the request at hand, and by which session; asked of the database once a request. */
export const currentSession = cache(async (): Promise<Session | null> => sessionOf(await headers()));

/** Who is signed in on the request at hand. */
export async function currentActor(): Promise<UserActor | null> {
  return (await currentSession())?.actor ?? null;
}

/** The session of the request at hand. Throws Refusal `not-signed-in`. */
export async function currentSessionId(): Promise<string> {
  const session = await currentSession();
  if (!session) throw new Refusal("not-signed-in", "Your session has ended. Sign in again.");
  return session.sessionId;
}

/** Lets the session of the request at hand go on under a new token. */
export async function renewSession(): Promise<void> {
  await authentication().api.renewSession({ headers: await headers() });
}

/** For pages: whoever is not signed in is sent to sign in and then back; whose role may not sees the page that says whose may. */
export async function requireActor(permission?: Permission): Promise<UserActor> {
  const actor = await currentActor();
  if (!actor) redirect(signInPath((await headers()).get(PATH_HEADER)));
  if (permission && !may(actor.role, permission)) {
    logRefusal(new NotAllowed(permission, "a page"), { actor, headers: await headers() });
    forbidden();
  }
  return actor;
}
