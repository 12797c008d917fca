import { cookies } from "next/headers";
import { cookieAttributes } from "#lib/access/cookies";

const NAME = "casewire-invite";
const PATH = "/invite";
/** Time enough to choose a password. */
const SECONDS = 3600;

/** Stores an invite's token in a cookie that only the invite page gets and no script reads. In a URL it would be logged and shared. */
export async function setInviteCookie(token: string): Promise<void> {
  const attributes = { ...cookieAttributes(), sameSite: "strict", path: PATH, maxAge: SECONDS } as const;
  (await cookies()).set(NAME, token, attributes);
}

/** The stored token; empty where there is none, which matches no invite. */
export async function readInviteCookie(): Promise<string> {
  return (await cookies()).get(NAME)?.value ?? "";
}

export async function clearInviteCookie(): Promise<void> {
  (await cookies()).delete({ name: NAME, path: PATH });
}
