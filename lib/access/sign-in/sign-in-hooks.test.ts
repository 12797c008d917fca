import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { devices, rateLimits, signInFailures } from "#db/access-schema";
import { database } from "#db/pool";
import { endOthers } from "#lib/access/sessions/end-others";
import { sessionOf } from "#lib/access/sessions/session";
import { deactivateUser } from "#lib/access/team/deactivate-user";
import { Browser, givePassword, PASSWORD } from "#lib/access/testing/browser";
import { entriesAbout, personOf, sessionOf as sessionIn } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { dismissWarning } from "./dismiss-warning.ts";
import { rememberDevice } from "./known-devices.ts";
import { ownFailures } from "./sign-in-failures.ts";
import { countSignIn } from "./sign-in-limits.ts";

const DEVICE = "casewire.device";
let ada: UserActor;

beforeEach(async () => {
  await database().delete(rateLimits).where(sql`true`);
  ada = await givePassword(await personOf("admin", "Ada"));
});

/** Strangers with `count` addresses guess at a person's password; their guesses are counted before any is looked at. */
async function attack(person: UserActor, count: number): Promise<void> {
  const email = `${person.id}@example.com`;
  for (let n = 0; n < count; n++) await countSignIn({ email, address: `198.51.100.${n % 250}`, knownDevice: null });
}

describe("under guesses from everywhere at one account", () => {
  it("the person signs in at once where they did before", async () => {
    const home = new Browser();
    await home.signIn(ada);
    await attack(ada, 250);
    expect((await home.signIn(ada)).status).toBe(200);
  });

  it("even from the address of the strangers, for the browser is known", async () => {
    const home = new Browser("198.51.100.9");
    await home.signIn(ada);
    await attack(ada, 250);
    const email = `${ada.id}@example.com`;
    for (let n = 0; n < 10; n++) await countSignIn({ email, address: home.address, knownDevice: null });
    expect((await home.signIn(ada)).status).toBe(200);
  });

  it("an unknown browser with the right password waits for less than a minute", async () => {
    await attack(ada, 250);
    const refused = await new Browser().signIn(ada);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(36);
  });

  it("nobody else waits", async () => {
    const grace = await givePassword(await personOf("viewer", "Grace"));
    await attack(ada, 250);
    expect((await new Browser().signIn(grace)).status).toBe(200);
  });
});

describe("a known browser", () => {
  it("holds a token of which only the hash is kept, in a cookie no script reads, and it opens nothing", async () => {
    const home = new Browser();
    const lines = (await home.signIn(ada)).headers.getSetCookie();
    expect(lines.find((line) => line.startsWith(DEVICE))).toMatch(/; HttpOnly/i);
    const [row] = await database().select().from(devices).where(eq(devices.userId, ada.id));
    expect(row?.tokenHash).not.toBe(home.cookies.get(DEVICE));
    for (const name of home.cookies.keys()) if (name !== DEVICE) home.cookies.delete(name);
    expect(await sessionOf(home.headers())).toBeNull();
    expect((await home.signIn(ada, "not the password")).status).toBe(401);
  });

  it("is slowed by its own wrong passwords alone, and slows no other", async () => {
    const home = new Browser();
    await home.signIn(ada);
    const by = { email: `${ada.id}@example.com`, address: home.address, knownDevice: home.cookies.get(DEVICE) ?? null };
    const counted = await Promise.all(Array.from({ length: 8 }, () => countSignIn(by)));
    expect(counted.filter(({ allowed }) => allowed)).toHaveLength(5);
    expect((await home.signIn(ada)).status).toBe(429);
    expect((await new Browser(home.address).signIn(ada)).status).toBe(200);
  });

  it("is not known to another person, nor by a token that somebody chose", async () => {
    const grace = await givePassword(await personOf("viewer", "Grace"));
    const home = new Browser();
    await home.signIn(ada);
    await attack(grace, 250);
    expect((await home.signIn(grace)).status).toBe(429);
    const chosen = new Browser();
    chosen.cookies.set(DEVICE, "cwd_chosen");
    await chosen.signIn(ada);
    expect(chosen.cookies.get(DEVICE)).not.toBe("cwd_chosen");
  });

  it("is one of twenty at most, and of none once its person has left or ended the others", async () => {
    for (let n = 0; n < 23; n++) await rememberDevice(ada.id, null);
    const known = () => database().$count(devices, eq(devices.userId, ada.id));
    expect(await known()).toBe(20);
    await sessionIn(ada);
    await endOthers(ada, {}, { currentId: "none" });
    expect(await known()).toBe(0);
    await rememberDevice(ada.id, null);
    await deactivateUser(await personOf("admin"), { userId: ada.id });
    expect(await known()).toBe(0);
  });
});

describeVerb(dismissWarning, {
  works: async (person) => {
    await database().insert(signInFailures).values({ userId: person.id, count: 3 });
    return [];
  },
  refuses: { "wrong-state": () => [] },
});

describe("dismissWarning", () => {
  it("takes away the warning of others' wrong passwords, of which the person was told, and leaves its entry", async () => {
    for (let n = 0; n < 3; n++) await new Browser(`203.0.113.${n}`).signIn(ada, "not the password");
    await new Browser().signIn(ada);
    expect(await ownFailures(ada)).toMatchObject({ count: 3, since: expect.any(Date) });
    await dismissWarning(ada);
    expect(await ownFailures(ada)).toBeNull();
    expect((await entriesAbout(ada.id))[0]).toMatchObject({ action: "warning.dismissed", detail: { count: 3 } });
  });

  it("refuses when there is none: one's own slips are none", async () => {
    const home = new Browser();
    await home.signIn(ada, "not the password");
    await home.signIn(ada, PASSWORD);
    await home.signIn(ada, "not the password");
    expect(await database().$count(signInFailures, eq(signInFailures.userId, ada.id))).toBe(0);
    await expect(dismissWarning(ada)).rejects.toMatchObject({ code: "wrong-state" });
  });
});
