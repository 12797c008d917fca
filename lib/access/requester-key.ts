import { createHash } from "node:crypto";
import { processWide } from "#lib/process-wide";
import { cookiePrefix } from "./cookies.ts";

/** So many sessions' people are remembered; of another session the session itself is bounded until it is seen again. */
const MAX_REMEMBERED = 10_000;

const people = processWide("requesters", (): Map<string, string> => new Map());

type Said = { authorization?: string | null | undefined; cookie?: string | null | undefined };

/**
 * Names whom a request says it is from, and believes it: to bound what one may have of the process, before anybody is asked. By its token;
 * else by the person of its session, or by the session while that is unknown. Undefined for a stranger.
 */
export function requesterKey({ authorization, cookie }: Said): string | undefined {
  if (authorization) return named("token", authorization);
  const session = sessionIn(cookie);
  if (session === undefined) return undefined;
  const name = named("session", session);
  return people.get(name) ?? name;
}

/** Remembers whose session a request bears, so that a person's sessions are bounded together. */
export function rememberRequester(cookie: string | null, userId: string): void {
  const session = sessionIn(cookie);
  if (session === undefined) return;
  const name = named("session", session);
  // The latest seen stands last.
  people.delete(name);
  people.set(name, `person ${userId}`);
  if (people.size <= MAX_REMEMBERED) return;
  const [oldest = ""] = people.keys();
  people.delete(oldest);
}

/** Never the secret itself. */
function named(kind: string, secret: string): string {
  return `${kind} ${createHash("sha256").update(secret).digest("base64url").slice(0, 22)}`;
}

function sessionIn(cookie: string | null | undefined): string | undefined {
  const begins = `${cookiePrefix()}.session_token=`;
  const part = cookie?.split(";").find((one) => one.trim().startsWith(begins));
  return part?.trim().slice(begins.length);
}
