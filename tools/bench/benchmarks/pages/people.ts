import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { PROVIDER } from "#lib/access/accounts/add-user";
import { passwordHash } from "#lib/access/passwords/password-hash";
import { ROLES } from "#lib/permissions";

const PASSWORD = "correct horse battery";

/** Adds `count` people, of every role in turn, signs each in where the sign-in page does, and returns their cookies. */
export async function signedInPeople(sql: postgres.Sql, url: string, count: number): Promise<string[]> {
  const password = await passwordHash(PASSWORD);
  const cookies: string[] = [];
  for (let n = 0; n < count; n++) {
    const [id, email] = [randomUUID(), `reader-${n}@example.com`];
    const role = ROLES[n % ROLES.length] ?? "viewer";
    await sql`insert into users (id, name, email, role) values (${id}, ${`Reader ${n}`}, ${email}, ${role})`;
    await sql`insert into credentials (id, account_id, provider_id, user_id, password)
      values (${randomUUID()}, ${id}, ${PROVIDER}, ${id}, ${password})`;
    cookies.push(await signIn(url, email));
  }
  return cookies;
}

async function signIn(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`Signing in was answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
