import { eq } from "drizzle-orm";
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import { logRefusal } from "#lib/access/log-refusal";
import { remoteAddressOf } from "#lib/access/remote-address";
import { rememberRequester } from "#lib/access/requester-key";
import {
  demandsSecondFactor,
  type Factors,
  factorColumns,
  hasAny,
  passwordColumn,
} from "#lib/access/second-factor/factors";
import { authentication } from "#lib/access/sign-in/auth";
import { PATH_HEADER, secondFactorPath, signInPath } from "#lib/access/sign-in-path";
import type { UserActor } from "#lib/actor";
import { may, type Permission, ROLES } from "#lib/permissions";
import { NotAllowed, Refusal } from "#lib/refusal";
import { isActivity, isIdle, markSeen } from "./idle.ts";

/** What a session still has to show before it is good for anything: nothing, the second factor, or that there is one at all. */
export type SignInStep = "complete" | "prove" | "enrol";

/** A browser whose person gave their first factor. Only a complete one is a session for pages, actions and streams. */
export type SignIn = {
  actor: UserActor;
  sessionId: string;
  step: SignInStep;
  factors: Factors;
  /** Whether the person can prove themselves by one: whom the identity provider signs in may have none. */
  hasPassword: boolean;
  shortPassword: boolean;
};

/**
 * The one place where a session is held to what its person has and their role demands, whichever way they signed in: who has a second
 * factor must have given it in this session.
 */
async function signInOf(requestHeaders: Headers): Promise<SignIn | null> {
  const found = await authentication().api.getSession({ headers: requestHeaders });
  const role = ROLES.find((name) => name === found?.user.role);
  if (!found || !role || isIdle(role, found.session.lastSeenAt)) return null;
  if (isActivity(requestHeaders)) markSeen(found.session.id);
  rememberRequester(requestHeaders.get("cookie"), found.user.id);
  const [held] = await database()
    .select({
      verifiedAt: sessions.verifiedAt,
      secondFactorAt: sessions.secondFactorAt,
      shortPassword: sessions.shortPassword,
      hasPassword: passwordColumn,
      ...factorColumns,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, found.session.id));
  if (!held) return null;
  const { verifiedAt, secondFactorAt, shortPassword, hasPassword, ...factors } = held;
  const { id, name: label } = found.user;
  const actor: UserActor = {
    kind: "user",
    id,
    label,
    role,
    remoteAddress: remoteAddressOf(requestHeaders),
    verifiedAt,
  };
  const step = stepOf(hasAny(factors), secondFactorAt !== null, demandsSecondFactor(role));
  return { actor, sessionId: found.session.id, step, factors, hasPassword, shortPassword };
}

function stepOf(has: boolean, given: boolean, demanded: boolean): SignInStep {
  // The identity provider may have asked for one that we know nothing of.
  if (given) return "complete";
  if (has) return "prove";
  return demanded ? "enrol" : "complete";
}

function complete(signIn: SignIn | null): SignIn | null {
  return signIn?.step === "complete" ? signIn : null;
}

/** Whose session a request's headers bear; asked of the database each time. Null while a second factor is owed. */
export async function sessionOf(requestHeaders: Headers): Promise<SignIn | null> {
  return complete(await signInOf(requestHeaders));
}

/** Who gave their first factor in the browser of the request at hand: for the page of the second one, and its actions. */
export const currentSignIn = cache(async (): Promise<SignIn | null> => signInOf(await currentHeaders()));

/** With the cookies as they are by now: a page that is rendered after an action is to know the session that the action renewed. */
async function currentHeaders(): Promise<Headers> {
  const now = new Headers(await headers());
  now.set("cookie", (await cookies()).toString());
  return now;
}

/** Who is signed in on the request at hand, and by which session; asked of the database once a request. */
export async function currentSession(): Promise<SignIn | null> {
  return complete(await currentSignIn());
}

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

/** For pages: whoever is not signed in, or owes a second factor, is sent to do so and then back; whose role may not sees the page that says whose may. */
export async function requireActor(permission?: Permission): Promise<UserActor> {
  const signIn = await currentSignIn();
  const asked = (await headers()).get(PATH_HEADER);
  if (!signIn) redirect(signInPath(asked));
  if (signIn.step !== "complete") redirect(secondFactorPath(asked));
  const { actor } = signIn;
  if (permission && !may(actor.role, permission)) {
    logRefusal(new NotAllowed(permission, "a page"), { actor, headers: await headers() });
    forbidden();
  }
  return actor;
}
