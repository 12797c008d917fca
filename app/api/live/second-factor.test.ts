import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { credentials, sessions } from "#db/access-schema";
import { database } from "#db/pool";
import { authRequest } from "#lib/access/endpoints/auth-request";
import { passwordHash } from "#lib/access/passwords/password-hash";
import { proveIdentity } from "#lib/access/second-factor/prove-identity";
import { sessionOf } from "#lib/access/sessions/session";
import { personOf } from "#lib/access/testing/people";
import { withApp } from "#lib/access/testing/second-factor";
import type { UserActor } from "#lib/actor";
import type { Role } from "#lib/permissions";
import { GET as boardStream } from "./cases/route.ts";
import { GET as liveStream } from "./route.ts";

// Read at the first question, which is in a test.
process.env.CASEWIRE_SECOND_FACTOR = "admin, engineer";

const ORIGIN = "http://desk.test";
const PASSWORD = "a password of some length";
let hash: string;

beforeAll(async () => {
  hash = await passwordHash(PASSWORD);
});

async function person(role: Role): Promise<UserActor> {
  const made = await personOf(role);
  await database().update(credentials).set({ password: hash }).where(eq(credentials.userId, made.id));
  return made;
}

/** Signs in by the password, as any program may, and returns what the browser would send from then on. */
async function signIn({ id }: UserActor): Promise<Headers> {
  const answer = await authRequest(
    new Request(`${ORIGIN}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { host: "desk.test", origin: ORIGIN, "content-type": "application/json" },
      body: JSON.stringify({ email: `${id}@example.com`, password: PASSWORD }),
    }),
  );
  expect(answer.status).toBe(200);
  const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
  return new Headers({ host: "desk.test", cookie: cookie.join("; ") });
}

async function isIn(headers: Headers): Promise<boolean> {
  return (await sessionOf(headers)) !== null;
}

const newestSession = async ({ id }: UserActor) => {
  const rows = await database().select().from(sessions).where(eq(sessions.userId, id)).orderBy(sessions.createdAt);
  return rows.at(-1)?.id ?? "";
};

describe("a password alone", () => {
  it.each(["viewer", "analyst"] as const)("is enough for the role %s, which is not asked for more", async (role) => {
    expect(await isIn(await signIn(await person(role)))).toBe(true);
  });

  it.each(["engineer", "admin"] as const)(
    "lets the role %s in nowhere before a second factor is set up, and then at once",
    async (role) => {
      const ada = await person(role);
      const headers = await signIn(ada);
      expect(await isIn(headers)).toBe(false);
      await withApp(ada);
      // The app was set up in another session: this one still has to show it.
      expect(await isIn(headers)).toBe(false);
    },
  );

  it("lets nobody in who has a second factor, whatever their role, until it is given in this very session", async () => {
    const ada = await person("viewer");
    const app = await withApp(ada);
    const [headers, other] = [await signIn(ada), await signIn(ada)];
    expect([await isIn(headers), await isIn(other)]).toEqual([false, false]);
    const prover = { actor: ada, sessionId: await newestSession(ada), network: "192.0.2.7" };
    await proveIdentity(prover, { code: app.code() });
    expect([await isIn(headers), await isIn(other)]).toEqual([false, true]);
  });

  it.each([
    ["the board's stream", boardStream, "/api/live/cases"],
    ["the live stream", liveStream, "/api/live"],
    ["the reading of one's session", authRequest, "/api/auth/get-session"],
  ])("opens not even %s", async (_name, get, path) => {
    const headers = await signIn(await person("admin"));
    const answer = await get(new Request(`${ORIGIN}${path}`, { headers }));
    if (path.includes("/auth/")) expect(await answer.json()).toBeNull();
    else expect(answer.status).toBe(401);
  });

  it("that is shorter than one may be chosen today still opens the desk, and the session says so", async () => {
    const ada = await person("viewer");
    const short = "eleven char";
    await database()
      .update(credentials)
      .set({ password: await passwordHash(short) })
      .where(eq(credentials.userId, ada.id));
    const answer = await authRequest(
      new Request(`${ORIGIN}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { host: "desk.test", origin: ORIGIN, "content-type": "application/json" },
        body: JSON.stringify({ email: `${ada.id}@example.com`, password: short }),
      }),
    );
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    expect(await sessionOf(new Headers({ host: "desk.test", cookie }))).toMatchObject({ shortPassword: true });
  });
});
