import { cookies } from "next/headers";
import { cookieAttributes } from "#lib/access/cookies";

const NAME = "casewire-invite";
const PATH = "/invite";
/** For who is called away while they think of a password. */
const SECONDS = 3600;

/** Keeps an invite's token in a cookie that only its own page is sent and no script reads: in an address it would be logged and shared. */
export async function setInviteCookie(token: string): Promise<void> {
  const attributes = { ...cookieAttributes(), sameSite: "strict", path: PATH, maxAge: SECONDS } as const;
  (await cookies()).set(NAME, token, attributes);
}

/** The token kept; empty where there is none, which opens nothing. */
export async function readInviteCookie(): Promise<string> {
  return (await cookies()).get(NAME)?.value ?? "";
}

export async function clearInviteCookie(): Promise<void> {
  (await cookies()).delete({ name: NAME, path: PATH });
}
