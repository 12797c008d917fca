import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { credentials, rateLimits, sessions } from "#db/access-schema";
import { passwordResets } from "#db/factor-schema";
import { database } from "#db/pool";
import { listFactors } from "#lib/access/second-factor/factors";
import { entriesAbout, personOf, sessionOf } from "#lib/access/testing/people";
import { withApp } from "#lib/access/testing/second-factor";
import type { UserActor } from "#lib/actor";
import { passwordHash, passwordMatches } from "./password-hash.ts";
import { requestPasswordReset } from "./request-password-reset.ts";
import { resetPassword } from "./reset-password.ts";

process.env.CASEWIRE_URL = "https://desk.example";
process.env.SMTP_URL = "smtp://127.0.0.1:9";

const OLD = "the forgotten password";
const NEW = "seven pianos quarried";
const hash = await passwordHash(OLD);
let ada: UserActor;
let letters: { recipient: string; link: string }[];

beforeEach(async () => {
  await database().delete(rateLimits).where(sql`true`);
  ada = await personOf("viewer", "Ada");
  await database().update(credentials).set({ password: hash }).where(eq(credentials.userId, ada.id));
  letters = [];
});

async function ask(email: string, network = "192.0.2.7"): Promise<void> {
  const { settled } = await requestPasswordReset({ email }, network, async (letter) => void letters.push(letter));
  await settled;
}

async function linkOf({ id }: UserActor): Promise<string> {
  await ask(`${id}@example.com`);
  return letters.at(-1)?.link.split("#")[1] ?? "";
}

const opens = async (password: string) => {
  const [held] = await database().select().from(credentials).where(eq(credentials.userId, ada.id));
  return passwordMatches(held?.password ?? "", password);
};

describe("a forgotten password", () => {
  it("is replaced by a link to the configured address, whose token is kept as a hash only", async () => {
    const token = await linkOf(ada);
    expect(letters).toEqual([
      { recipient: `${ada.id}@example.com`, link: `https://desk.example/reset-password#${token}`, minutes: 30 },
    ]);
    expect(JSON.stringify(await database().select().from(passwordResets))).not.toContain(token);
    await sessionOf(ada);
    await resetPassword({ token, password: NEW });
    expect(await opens(NEW)).toBe(true);
    expect(await database().$count(sessions, eq(sessions.userId, ada.id))).toBe(0);
    expect((await entriesAbout(ada.id))[0]).toMatchObject({ action: "password.reset", actorId: ada.id });
  });

  it("keeps the second factor: the new password alone opens nothing", async () => {
    await withApp(ada);
    await resetPassword({ token: await linkOf(ada), password: NEW });
    expect(await listFactors(ada)).toMatchObject({ totpSince: expect.any(Date), recoveryCodesLeft: 10 });
  });

  it("of an e-mail that is not known, or that cannot sign in, sends nothing and is answered alike", async () => {
    await ask("nobody@example.com");
    await database().delete(credentials).where(eq(credentials.userId, ada.id));
    await ask(`${ada.id}@example.com`);
    expect(letters).toEqual([]);
  });

  it("is replaced once, by the newest link, within half an hour", async () => {
    const first = await linkOf(ada);
    const second = await linkOf(ada);
    const none = { code: "not-found" };
    await expect(resetPassword({ token: first, password: NEW })).rejects.toMatchObject(none);
    const tries = await Promise.allSettled([1, 2].map(() => resetPassword({ token: second, password: NEW })));
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(resetPassword({ token: second, password: `${NEW} twice` })).rejects.toMatchObject(none);
    const late = await linkOf(ada);
    await database().update(passwordResets).set({ expiresAt: sql`now() - interval '1 second'` }).where(sql`true`);
    await expect(resetPassword({ token: late, password: NEW })).rejects.toMatchObject(none);
  });

  it("is not replaced by the same one, nor by one that is soon guessed, and the link stays good", async () => {
    const token = await linkOf(ada);
    for (const password of [OLD, "password1234"]) {
      const refusal = { code: "invalid", fields: { password: expect.any(String) } };
      await expect(resetPassword({ token, password })).rejects.toMatchObject(refusal);
    }
    await resetPassword({ token, password: NEW });
  });

  it("buries nobody in letters: three an hour a person, and ten asked for from one address", async () => {
    for (let n = 0; n < 5; n++) await ask(`${ada.id}@example.com`);
    expect(letters).toHaveLength(3);
    for (let n = 0; n < 5; n++) await ask(`p${n}@example.com`);
    await expect(ask("another@example.com")).rejects.toMatchObject({ code: "too-many" });
    await ask("another@example.com", "192.0.2.8");
  });
});
