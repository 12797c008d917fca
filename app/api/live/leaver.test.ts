import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { apiTokens, credentials, invites } from "#db/access-schema";
import { database } from "#db/pool";
import { api } from "#lib/access/endpoints/api";
import { authRequest } from "#lib/access/endpoints/auth-request";
import { passwordHash } from "#lib/access/passwords/password-hash";
import { revokeSession } from "#lib/access/sessions/revoke-session";
import { sessionOf } from "#lib/access/sessions/session";
import { acceptInvite, findInvite } from "#lib/access/team/accept-invite";
import { changeRole } from "#lib/access/team/change-role";
import { deactivateUser } from "#lib/access/team/deactivate-user";
import { inviteUser } from "#lib/access/team/invite-user";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { issueToken } from "#lib/access/tokens/issue-token";
import type { UserActor } from "#lib/actor";
import { putBusiness } from "#lib/businesses/put-business";
import type { Role } from "#lib/permissions";
import { GET as boardStream } from "./cases/route.ts";
import { GET as liveStream } from "./route.ts";

const PASSWORD = "a password of some length";
const hash = await passwordHash(PASSWORD);
const admin = await personOf("admin", "Ada");
let leaver: UserActor;

beforeEach(async () => {
  leaver = await newcomer("admin");
});

async function newcomer(role: Role): Promise<UserActor> {
  const person = await personOf(role, "Lee");
  await database().update(credentials).set({ password: hash }).where(eq(credentials.userId, person.id));
  return person;
}

/** The headers of a browser in which `person` has just signed in. */
async function browserOf(person: UserActor): Promise<Headers> {
  const headers = { host: "desk.test", origin: "http://desk.test", "content-type": "application/json" };
  const body = JSON.stringify({ email: `${person.id}@example.com`, password: PASSWORD });
  const answer = await authRequest(
    new Request("http://desk.test/api/auth/sign-in/email", { method: "POST", headers, body }),
  );
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return new Headers({ ...headers, cookie });
}

/** Opens a stream and reads it; `ended` resolves when the server ends it. */
async function open(route: typeof liveStream, headers: Headers, path = "/api/live") {
  const leaving = new AbortController();
  const answer = await route(new Request(`http://desk.test${path}`, { headers, signal: leaving.signal }));
  const ended = (async () => {
    for await (const _ of answer.body ?? []);
    return "ended by the server";
  })();
  return { status: answer.status, ended, leave: () => leaving.abort() };
}

const whoAsks = api("case:read", async (actor) => actor);
const askWith = (token: string) =>
  whoAsks(new Request("http://desk.test/api/v1/x", { headers: { authorization: `Bearer ${token}` } }), {
    params: Promise.resolve({}),
  });

describe("a leaver", () => {
  it("is refused with the session and the API token they held", async () => {
    const browser = await browserOf(leaver);
    const { token } = await issueToken(leaver, { name: "Report", role: "viewer", days: 90 });
    expect([(await sessionOf(browser))?.actor.id, (await askWith(token)).status]).toEqual([leaver.id, 200]);
    await deactivateUser(admin, { userId: leaver.id });
    expect([await sessionOf(browser), (await askWith(token)).status]).toEqual([null, 401]);
  });

  it("leaves no open link behind, and each thing that ended has its entry", async () => {
    const { tokenId } = await issueToken(leaver, { name: "Report", role: "viewer", days: 90 });
    const { inviteId, token } = await inviteUser(leaver, { email: `${leaver.id}-next@example.com`, role: "admin" });
    await findInvite(token);
    await deactivateUser(admin, { userId: leaver.id });
    await expect(acceptInvite({ token, name: "Mal", password: PASSWORD })).rejects.toMatchObject({
      code: "wrong-state",
    });
    const detail = { because: "its owner was deactivated" };
    expect((await entriesAbout(tokenId))[0]).toMatchObject({ actorId: admin.id, action: "token.revoked", detail });
    expect((await entriesAbout(inviteId))[0]).toMatchObject({ actorId: admin.id, action: "invite.revoked", detail });
  });

  it("hears no more on streams that are open, while others hear on", async () => {
    const streams = await Promise.all([
      open(liveStream, await browserOf(leaver)),
      open(boardStream, await browserOf(leaver), "/api/live/cases"),
    ]);
    const other = await open(liveStream, await browserOf(await newcomer("admin")));
    expect([...streams, other].map(({ status }) => status)).toEqual([200, 200, 200]);
    await deactivateUser(admin, { userId: leaver.id });
    expect(await Promise.all(streams.map(({ ended }) => ended))).toHaveLength(2);
    expect(await Promise.race([other.ended, Promise.resolve("open")])).toBe("open");
    other.leave();
  });

  it("hears no more on the streams of a browser that an admin signed out", async () => {
    const browser = await browserOf(leaver);
    const stream = await open(liveStream, browser);
    await revokeSession(admin, { sessionId: (await sessionOf(browser))?.sessionId ?? "" });
    expect(await stream.ended).toBe("ended by the server");
  });

  it("hears nothing on a stream that was let in while they were being let go", async () => {
    const opening = open(liveStream, await browserOf(leaver));
    await deactivateUser(admin, { userId: leaver.id });
    const { status, ended } = await opening;
    expect(status === 401 ? "not let in" : await ended).toMatch(/not let in|ended by the server/);
  });

  it("is refused an act that was under way, and it leaves nothing", async () => {
    const refId = `pending-${leaver.id}`;
    await deactivateUser(admin, { userId: leaver.id });
    const act = putBusiness(leaver, { source: "vove", refId, name: "Mine" });
    await expect(act).rejects.toMatchObject({ code: "not-signed-in" });
    expect(await entriesAbout(refId)).toEqual([]);
  });

  it("never acts after they were let go, however close the two come", async () => {
    for (let n = 0; n < 12; n++) {
      const person = await newcomer("engineer");
      const refId = `race-${person.id}`;
      const [act] = await Promise.allSettled([
        putBusiness(person, { source: "vove", refId, name: "Mine" }),
        deactivateUser(admin, { userId: person.id }),
      ]);
      const [gone] = await entriesAbout(person.id);
      const [done] = await entriesAbout(refId);
      expect(act.status === "fulfilled", "the act says what became of it").toBe(done !== undefined);
      if (done) expect(done.id).toBeLessThan(gone?.id ?? 0);
    }
  });
});

describe("one whose role has changed", () => {
  it("keeps a token that the new role covers and loses one that it does not", async () => {
    const small = await issueToken(leaver, { name: "Small", role: "viewer", days: 90 });
    const great = await issueToken(leaver, { name: "Great", role: "engineer", days: 90 });
    const { token: link } = await inviteUser(leaver, { email: `${leaver.id}-role@example.com`, role: "viewer" });
    await changeRole(admin, { userId: leaver.id, role: "analyst" });
    expect([(await askWith(small.token)).status, (await askWith(great.token)).status]).toEqual([200, 401]);
    await expect(findInvite(link)).rejects.toMatchObject({ code: "wrong-state" });
    const detail = { because: "its owner's role has changed" };
    expect((await entriesAbout(great.tokenId))[0]).toMatchObject({ action: "token.revoked", detail });
  });

  it("is refused an act that was begun with the old role, and the streams that were opened with it end", async () => {
    const board = await open(boardStream, await browserOf(leaver), "/api/live/cases");
    const live = await open(liveStream, await browserOf(leaver));
    await changeRole(admin, { userId: leaver.id, role: "viewer" });
    expect([await board.ended, await live.ended]).toEqual(["ended by the server", "ended by the server"]);
    const act = putBusiness(leaver, { source: "vove", refId: "late", name: "Mine" });
    await expect(act).rejects.toMatchObject({ code: "not-signed-in" });
  });
});

describe("a token or an invite that outlived its owner's right, by whatever way", () => {
  it("is worth nothing all the same", async () => {
    const { token, tokenId } = await issueToken(leaver, { name: "Report", role: "admin", days: 90 });
    const { token: link } = await inviteUser(leaver, { email: `${leaver.id}-x@example.com`, role: "admin" });
    await database().delete(credentials).where(eq(credentials.userId, leaver.id));
    expect((await askWith(token)).status).toBe(401);
    await expect(findInvite(link)).rejects.toMatchObject({ code: "wrong-state" });
    const [row] = await database().select().from(apiTokens).where(eq(apiTokens.id, tokenId));
    expect(row?.revokedAt).toBeNull();
  });

  it("cannot be kept without an owner", async () => {
    const { tokenId } = await issueToken(leaver, { name: "Report", role: "admin", days: 90 });
    const { inviteId } = await inviteUser(leaver, { email: `${leaver.id}-y@example.com`, role: "admin" });
    const orphan = { userId: null };
    await expect(database().update(apiTokens).set(orphan).where(eq(apiTokens.id, tokenId))).rejects.toThrow();
    await expect(database().update(invites).set(orphan).where(eq(invites.id, inviteId))).rejects.toThrow();
  });
});
