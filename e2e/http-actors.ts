import { createHash, randomBytes } from "node:crypto";
import type { Browser } from "@playwright/test";
import type { App } from "./app.ts";
import { ROLES, type Role, type SignedIn } from "./people.ts";

/** Someone who sends requests: with a browser's cookie, with a bearer token, or with neither. */
export type HttpActor = { name: string; role: Role | null; cookie?: string; token?: string };

/** One without an account ("stranger"), and one of each role. */
export async function httpActors(
  app: App,
  signedIn: (browser: Browser, role: Role) => Promise<SignedIn>,
  browser: Browser,
): Promise<HttpActor[]> {
  const members = ROLES.map(async (role) => {
    const { cookies } = await signedIn(browser, role);
    const token = `cwt_${randomBytes(32).toString("base64url")}`;
    await app.sql`
      insert into api_tokens (name, role, token_hash, hint, created_by, user_id, expires_at)
      values (${role}, ${role}, ${createHash("sha256").update(token).digest("hex")}, ${token.slice(-4)}, 'Ada', 'e2e-admin',
        now() + interval '1 day')`;
    return { name: role, role, cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "), token };
  });
  return [{ name: "stranger", role: null }, ...(await Promise.all(members))];
}

/** The header that authenticates the actor's requests. */
export function headersOf({ cookie, token }: HttpActor, by: "cookie" | "token"): Record<string, string> {
  if (by === "token") return token ? { authorization: `Bearer ${token}` } : {};
  return cookie ? { cookie } : {};
}
