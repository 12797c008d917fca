import { addUser } from "#lib/access/accounts/add-user";
import { passwordHash } from "#lib/access/passwords/password-hash";
import type { Stage } from "./environment.ts";

const PASSWORD = "correct horse battery";

/** Adds an administrator of that name and signs in. Returns the cookie. */
export async function signIn(stage: Stage, name: string): Promise<string> {
  const email = `${name}@example.com`;
  const person = { name, email, role: "admin", passwordHash: await passwordHash(PASSWORD) } as const;
  await stage.inDatabase((database) => database.transaction((tx) => addUser(tx, person)));
  const origin = `http://127.0.0.1:${stage.doors[0]?.port}`;
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (!cookie) throw new Error(`Signing in was answered ${answer.status}.`);
  return cookie;
}
