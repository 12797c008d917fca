import { eq } from "drizzle-orm";
import { credentials } from "#db/access-schema";
import { database } from "#db/pool";
import { authRequest } from "#lib/access/endpoints/auth-request";
import { passwordHash } from "#lib/access/passwords/password-hash";
import type { UserActor } from "#lib/actor";

export const PASSWORD = "a password of some length";
const hash = passwordHash(PASSWORD);

/** Lets `person` sign in by PASSWORD. */
export async function givePassword(person: UserActor): Promise<UserActor> {
  await database()
    .update(credentials)
    .set({ password: await hash })
    .where(eq(credentials.userId, person.id));
  return person;
}

/** A browser of its own: it keeps the cookies it is given, and sends them. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly address: string;

  constructor(address = "192.0.2.7") {
    this.address = address;
  }

  headers(more: Record<string, string> = {}): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Headers({
      host: "desk.test",
      origin: "http://desk.test",
      "content-type": "application/json",
      "x-casewire-remote": this.address,
      ...(cookie ? { cookie } : {}),
      ...more,
    });
  }

  async send(path: string, body?: unknown): Promise<Response> {
    const request = new Request(`http://desk.test/api/auth${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: this.headers(),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await authRequest(request);
    this.take(answer.headers);
    return answer;
  }

  /** Takes the cookies of an answer. */
  take(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
  }

  signIn(person: UserActor, password = PASSWORD): Promise<Response> {
    return this.send("/sign-in/email", { email: `${person.id}@example.com`, password });
  }
}
