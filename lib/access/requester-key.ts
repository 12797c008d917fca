import { createHash } from "node:crypto";
import { processWide } from "#lib/process-wide";
import { cookiePrefix } from "./cookies.ts";

/** The persons of so many sessions are remembered. A forgotten session is limited by itself until it is seen again. */
const MAX_REMEMBERED = 10_000;

const people = processWide("requesters", (): Map<string, string> => new Map());

type Credentials = { authorization?: string | null | undefined; cookie?: string | null | undefined };

/**
 * The key under which a request is limited, made of its credentials without checking them: no query is spent on a request over the limit.
 * The API token; else the person of the session, or the session while its person is unknown. Undefined without credentials.
 */
export function requesterKey({ authorization, cookie }: Credentials): string | undefined {
  if (authorization) return named("token", authorization);
  const session = sessionIn(cookie);
  if (session === undefined) return undefined;
  const name = named("session", session);
  return people.get(name) ?? name;
}

/** Remembers whose session a request carries, so that all sessions of a person are limited together. */
export function rememberRequester(cookie: string | null, userId: string): void {
  const session = sessionIn(cookie);
  if (session === undefined) return;
  const name = named("session", session);
  // Inserted again, so that the map stays ordered by last use.
  people.delete(name);
  people.set(name, `person ${userId}`);
  if (people.size <= MAX_REMEMBERED) return;
  const [oldest = ""] = people.keys();
  people.delete(oldest);
}

/** A hash: keys are logged, secrets never. */
function named(kind: string, secret: string): string {
  return `${kind} ${createHash("sha256").update(secret).digest("base64url").slice(0, 22)}`;
}

function sessionIn(cookie: string | null | undefined): string | undefined {
  const begins = `${cookiePrefix()}.session_token=`;
  const part = cookie?.split(";").find((one) => one.trim().startsWith(begins));
  return part?.trim().slice(begins.length);
}
