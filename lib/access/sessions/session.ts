import { and, eq, gt, sql } from "drizzle-orm";
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
import { tokenHash } from "#lib/access/token-hash";
import type { UserActor } from "#lib/actor";
import { may, type Permission } from "#lib/permissions";
import { NotAllowed, Refusal } from "#lib/refusal";
import { isActivity, isIdle, markSeen } from "./idle.ts";

/** What a session needs next: nothing, a proof by the second factor, or to set one up. */
export type SignInStep = "complete" | "prove" | "enrol";

/** A session whose person gave their first factor. Pages, actions and streams accept only a complete one. */
export type SignIn = {
  actor: UserActor;
  sessionId: string;
  step: SignInStep;
  factors: Factors;
  /** Whether the person has a password to prove themselves by. Who signs in through the identity provider may have none. */
  hasPassword: boolean;
  shortPassword: boolean;
};

/** The one place that checks the second factor, whichever way a person signed in: who has one must have given it in this session. */
async function signInOf(requestHeaders: Headers): Promise<SignIn | null> {
  const token = await authentication().api.readSessionToken({ headers: requestHeaders });
  const found = token === null ? undefined : await findSession(token);
  if (!found || isIdle(found.role, found.lastSeenAt)) return null;
  const { sessionId, id, label, role, verifiedAt, secondFactorAt, shortPassword, hasPassword, totp, passkeys } = found;
  if (isActivity(requestHeaders)) markSeen(sessionId);
  rememberRequester(requestHeaders.get("cookie"), id);
  const factors = { totp, passkeys };
  const actor: UserActor = {
    kind: "user",
    id,
    label,
    role,
    remoteAddress: remoteAddressOf(requestHeaders),
    verifiedAt,
  };
  const step = stepOf(hasAny(factors), secondFactorAt !== null, demandsSecondFactor(role));
  return { actor, sessionId, step, factors, hasPassword, shortPassword };
}

async function findSession(token: string) {
  const [found] = await database()
    .select({
      sessionId: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      verifiedAt: sessions.verifiedAt,
      secondFactorAt: sessions.secondFactorAt,
      shortPassword: sessions.shortPassword,
      id: users.id,
      label: users.name,
      role: users.role,
      hasPassword: passwordColumn,
      ...factorColumns,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.token, tokenHash(token)), gt(sessions.expiresAt, sql`now()`)));
  return found;
}

function stepOf(has: boolean, given: boolean, demanded: boolean): SignInStep {
  // The identity provider may have asked for one that is not stored here.
  if (given) return "complete";
  if (has) return "prove";
  return demanded ? "enrol" : "complete";
}

function complete(signIn: SignIn | null): SignIn | null {
  return signIn?.step === "complete" ? signIn : null;
}

/** Whose session a request carries, asked of the database each time. Null while a second factor is missing. */
export async function sessionOf(requestHeaders: Headers): Promise<SignIn | null> {
  return complete(await signInOf(requestHeaders));
}

/** Who gave their first factor in the current request's browser: for the page of the second factor and its actions. */
export const currentSignIn = cache(async (): Promise<SignIn | null> => signInOf(await currentHeaders()));

/** With the cookies as set by now: a page rendered after an action must find the session that the action renewed. */
async function currentHeaders(): Promise<Headers> {
  const now = new Headers(await headers());
  now.set("cookie", (await cookies()).toString());
  return now;
}

/** The session of the current request, asked of the database once a request. */
export async function currentSession(): Promise<SignIn | null> {
  return complete(await currentSignIn());
}

/** Who is signed in on the current request. */
export async function currentActor(): Promise<UserActor | null> {
  return (await currentSession())?.actor ?? null;
}

/** The id of the current request's session. Throws Refusal `not-signed-in`. */
export async function currentSessionId(): Promise<string> {
  const session = await currentSession();
  if (!session) throw new Refusal("not-signed-in", "Your session has ended. Sign in again.");
  return session.sessionId;
}

/** Gives the session of the current request a new token. */
export async function renewSession(): Promise<void> {
  await authentication().api.renewSession({ headers: await headers() });
}

/** For pages. Redirects to sign-in or to the second factor where one is missing; shows the forbidden page to a role without `permission`. */
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
