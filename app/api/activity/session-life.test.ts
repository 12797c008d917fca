import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { sessions } from "#db/access-schema";
import { database } from "#db/pool";
import { eventually } from "#db/testing/eventually";
import { recheckSession } from "#lib/access/sessions/recheck-session";
import { sessionOf } from "#lib/access/sessions/session";
import { authentication } from "#lib/access/sign-in/auth";
import { Browser, givePassword } from "#lib/access/testing/browser";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { POST as tellOfActivity } from "./route.ts";

let admin: UserActor;
let analyst: UserActor;

beforeEach(async () => {
  admin = await givePassword(await personOf("admin"));
  analyst = await givePassword(await personOf("analyst"));
});

async function browserOf(person: UserActor): Promise<Browser> {
  const browser = new Browser();
  await browser.signIn(person);
  return browser;
}

/** As if the person had not been seen for so long. */
const leaveAlone = (person: UserActor, minutes: number) =>
  database()
    .update(sessions)
    .set({ lastSeenAt: sql`now() - make_interval(mins => ${minutes})` })
    .where(eq(sessions.userId, person.id));

const lastSeen = async (person: UserActor) =>
  (await database().select().from(sessions).where(eq(sessions.userId, person.id)))[0]?.lastSeenAt.getTime() ?? 0;

describe("a session left alone", () => {
  it("ends for an admin after 30 minutes, and for others after twelve hours", async () => {
    const [ofAdmin, ofAnalyst] = [await browserOf(admin), await browserOf(analyst)];
    await leaveAlone(admin, 29);
    await leaveAlone(analyst, 719);
    expect((await sessionOf(ofAdmin.headers()))?.actor.id).toBe(admin.id);
    expect((await sessionOf(ofAnalyst.headers()))?.actor.id).toBe(analyst.id);
    await leaveAlone(admin, 31);
    await leaveAlone(analyst, 721);
    expect([await sessionOf(ofAdmin.headers()), await sessionOf(ofAnalyst.headers())]).toEqual([null, null]);
  });

  it("has ended for a program that asks, for open streams, and for a sign of the person that comes too late", async () => {
    const browser = await browserOf(admin);
    const sessionId = (await sessionOf(browser.headers()))?.sessionId ?? "";
    expect(await recheckSession(sessionId)).toMatchObject({ id: admin.id });
    await leaveAlone(admin, 31);
    expect(await (await browser.send("/get-session")).json()).toBeNull();
    expect(await recheckSession(sessionId)).toBeNull();
    const answer = await tellOfActivity(
      new Request("http://desk.test/api/activity", { method: "POST", headers: browser.headers() }),
    );
    expect(answer.status).toBe(401);
    expect(await sessionOf(browser.headers())).toBeNull();
  });

  it.each([
    ["/api/live", false],
    ["/api/live/cases?status=IN_REVIEW", false],
    ["/cases/acme?_rsc=1a2b3", false],
    ["/cases?q=acme", true],
    ["/account", true],
  ])("is prolonged by what the person asks for and not by what an open page does: %s", async (path, counts) => {
    const browser = await browserOf(admin);
    await leaveAlone(admin, 20);
    const before = await lastSeen(admin);
    await sessionOf(browser.headers({ "x-casewire-path": path }));
    // A later write stands in one queue behind it.
    await sessionOf((await browserOf(analyst)).headers());
    if (counts) await eventually(async () => expect(await lastSeen(admin)).toBeGreaterThan(before));
    else expect(await lastSeen(admin)).toBe(before);
  });

  it("is prolonged when its page tells of keys and clicks, and written to once a minute at most", async () => {
    const browser = await browserOf(admin);
    const tell = () =>
      tellOfActivity(new Request("http://desk.test/api/activity", { method: "POST", headers: browser.headers() }));
    const fresh = await lastSeen(admin);
    expect((await tell()).status).toBe(204);
    await leaveAlone(analyst, 1);
    expect(await lastSeen(admin)).toBe(fresh);
    await leaveAlone(admin, 20);
    await tell();
    await eventually(async () => expect(Date.now() - (await lastSeen(admin))).toBeLessThan(60_000));
  });
});

describe("the token of a session", () => {
  it("is kept as a hash alone: nobody signs in by a copy of the table", async () => {
    const browser = await browserOf(admin);
    const [row] = await database().select().from(sessions).where(eq(sessions.userId, admin.id));
    const [token = ""] = decodeURIComponent(browser.cookies.get("casewire.session_token") ?? "").split(".");
    expect(token).toHaveLength(32);
    expect(row?.token).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it("is another one when it is renewed, and the one before is worth nothing", async () => {
    const browser = await browserOf(admin);
    const before = browser.headers();
    const session = await sessionOf(before);
    const { headers } = await authentication().api.renewSession({ headers: before, returnHeaders: true });
    browser.take(headers);
    expect(await sessionOf(before)).toBeNull();
    expect(await sessionOf(browser.headers())).toEqual(session);
    expect(session).not.toBeNull();
  });

  it("opens nothing after sign-out, which clears what the browser keeps", async () => {
    const browser = await browserOf(admin);
    const before = browser.headers();
    const answer = await browser.send("/sign-out", {});
    expect(answer.headers.get("clear-site-data")).toBe('"cache", "storage"');
    expect(await sessionOf(before)).toBeNull();
    expect(await database().$count(sessions, eq(sessions.userId, admin.id))).toBe(0);
  });
});
