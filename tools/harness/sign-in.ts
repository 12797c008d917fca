import type { Database } from "#db/pool";
import { addUser } from "#lib/access/accounts/add-user";
import { passwordHash } from "#lib/access/passwords/password-hash";
import type { Role } from "#lib/permissions";

const PASSWORD = "correct horse battery";

/** Adds a user, who signs in through the endpoint of the sign-in page. Returns the cookie header. */
export async function signInNewUser(
  database: Database,
  origin: string,
  user: { name: string; email: string; role: Role; password?: string },
): Promise<string> {
  const { password = PASSWORD, ...person } = user;
  const hash = await passwordHash(password);
  await database.transaction((tx) => addUser(tx, { ...person, passwordHash: hash }));
  const response = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email: person.email, password }),
  });
  if (!response.ok) throw new Error(`The sign-in was answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}

/** A cookie header as Playwright's `addCookies` takes it. */
export function browserCookies(cookie: string, url: string): { name: string; value: string; url: string }[] {
  return cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}
