import { eq, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { rateLimits, sessions } from "#db/access-schema";
import { passkeys, recoveryCodes, totpFactors } from "#db/factor-schema";
import { database } from "#db/pool";
import { entriesAbout, personOf, sessionOf } from "#lib/access/testing/people";
import { forgetStep, withApp } from "#lib/access/testing/second-factor";
import type { UserActor } from "#lib/actor";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { beginTotp, enrolTotp } from "./enrol-totp.ts";
import { listFactors } from "./factors.ts";
import { proveIdentity } from "./prove-identity.ts";
import { regenerateRecoveryCodes } from "./regenerate-recovery-codes.ts";
import { removeTotp } from "./remove-totp.ts";
import { resetSecondFactor } from "./reset-second-factor.ts";

process.env.CASEWIRE_SECOND_FACTOR = "engineer";

const network = "192.0.2.7";
const wrongCode = { code: "invalid", fields: { code: expect.any(String) } };
const actionsAbout = async (person: UserActor) => (await entriesAbout(person.id)).map(({ action }) => action);
const rowOf = async (sessionId: string) =>
  (await database().select().from(sessions).where(eq(sessions.id, sessionId)))[0];

/** A set-up that was begun, and the code its app shows. */
async function begun(person: UserActor) {
  const { secret } = await beginTotp(person);
  return { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() };
}
const sessionFor = async (person: UserActor) => ({ sessionId: await sessionOf(person), network });

describeVerb(enrolTotp, {
  works: async (ada) => [await begun(ada), await sessionFor(ada)],
  refuses: {
    "not-found": async (ada) => [{ code: "123456" }, await sessionFor(ada)],
    "wrong-state": async (ada) => {
      const app = await withApp(ada);
      return [{ code: app.code() }, await sessionFor(ada)];
    },
    invalid: async (ada) => {
      await beginTotp(ada);
      return [{ code: "000000" }, await sessionFor(ada)];
    },
    "not-signed-in": async (ada) => [await begun(ada), { sessionId: "none", network }],
  },
});

describeVerb(removeTotp, {
  as: "engineer",
  works: async (enzo) => {
    await withApp(enzo);
    await database()
      .insert(passkeys)
      .values({ id: enzo.id, userId: enzo.id, name: "a key", publicKey: "", counter: 0, transports: [] });
    return [];
  },
  refuses: {
    "not-found": {
      "does not find an app that is not in force": async (enzo) => {
        await beginTotp(enzo);
        return [];
      },
    },
    "wrong-state": {
      "refuses the last factor of a role that may not be without": async (enzo) => {
        await withApp(enzo);
        return [];
      },
    },
  },
});

describeVerb(regenerateRecoveryCodes, {
  works: async (ada) => {
    await withApp(ada);
    return [];
  },
  refuses: { "wrong-state": { "refuses whoever has no second factor they could stand in for": () => [] } },
});

describeVerb(resetSecondFactor, {
  works: async () => {
    const bob = await personOf("analyst");
    await withApp(bob);
    return [{ userId: bob.id }];
  },
  refuses: {
    "not-found": () => [{ userId: "nobody" }],
    "wrong-state": {
      "refuses one's own": async (ada) => {
        await withApp(ada);
        return [{ userId: ada.id }];
      },
      "refuses one that is not there": async () => [{ userId: (await personOf("viewer")).id }],
    },
  },
});

describe("enrolTotp", () => {
  it("puts the app in force with its first code, marks the session, gives recovery codes and leaves its entry", async () => {
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    expect(await listFactors(ada)).toMatchObject({ totpSince: expect.any(Date), recoveryCodesLeft: 10 });
    expect(new Set(app.recoveryCodes).size).toBe(10);
    expect((await rowOf(app.sessionId))?.secondFactorAt).toBeInstanceOf(Date);
    expect(await actionsAbout(ada)).toEqual(["totp.enrolled", "session.verified"]);
  });

  it("keeps the app's secret sealed, and of recovery codes a hash", async () => {
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    const [factor] = await database().select().from(totpFactors).where(eq(totpFactors.userId, ada.id));
    expect(factor?.secret).toMatch(/^aes256gcm/);
    const kept = await database().select().from(recoveryCodes).where(eq(recoveryCodes.userId, ada.id));
    expect(kept.map(({ codeHash }) => codeHash)).toEqual(Array(10).fill(expect.stringMatching(/^[0-9a-f]{64}$/)));
    expect(JSON.stringify(kept)).not.toContain(app.recoveryCodes[0]);
  });

  it("is nothing in force before a right code, and refuses a wrong one", async () => {
    const ada = await personOf("viewer");
    const session = { sessionId: await sessionOf(ada), network };
    await expect(enrolTotp(ada, { code: "123456" }, session)).rejects.toMatchObject({ code: "not-found" });
    await beginTotp(ada);
    await expect(enrolTotp(ada, { code: "000000" }, session)).rejects.toMatchObject(wrongCode);
    expect(await listFactors(ada)).toMatchObject({ totpSince: null, recoveryCodesLeft: 0 });
  });

  it("refuses a second app beside one that is in force", async () => {
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    await expect(beginTotp(ada)).rejects.toMatchObject({ code: "wrong-state" });
    const again = enrolTotp(ada, { code: app.code() }, { sessionId: app.sessionId, network });
    await expect(again).rejects.toMatchObject({ code: "wrong-state" });
  });
});

describe("removeTotp", () => {
  it("takes the app out of force, with the codes that stood in for it, and leaves its entry", async () => {
    const ada = await personOf("viewer");
    await withApp(ada);
    await removeTotp(ada);
    expect(await listFactors(ada)).toMatchObject({ totpSince: null, recoveryCodesLeft: 0 });
    expect(await actionsAbout(ada)).toContain("totp.removed");
  });
});

describe("regenerateRecoveryCodes", () => {
  it("makes ten new ones, ends the old ones, and leaves its entry", async () => {
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    const { recoveryCodes: fresh } = await regenerateRecoveryCodes(ada);
    expect(await actionsAbout(ada)).toContain("recovery-codes.regenerated");
    const prover = { actor: ada, sessionId: app.sessionId, network };
    await expect(proveIdentity(prover, { code: app.recoveryCodes[0] })).rejects.toMatchObject(wrongCode);
    await proveIdentity(prover, { code: fresh[0] });
  });
});

describe("resetSecondFactor", () => {
  it("takes a colleague's factors, codes and sessions away, and leaves its entry", async () => {
    const [ada, bob] = [await personOf("admin", "Ada"), await personOf("analyst", "Bob")];
    await withApp(bob);
    await database()
      .insert(passkeys)
      .values({ id: "k1", userId: bob.id, name: "a key", publicKey: "", counter: 0, transports: [] });
    await resetSecondFactor(ada, { userId: bob.id });
    expect(await listFactors(bob)).toMatchObject({ totpSince: null, passkeys: [], recoveryCodesLeft: 0 });
    expect(await database().$count(sessions, eq(sessions.userId, bob.id))).toBe(0);
    const [entry] = await entriesAbout(bob.id);
    expect(entry).toMatchObject({ action: "user.second-factor-reset", actorId: ada.id, detail: { name: "Bob" } });
  });
});

describe("a proof of identity", () => {
  it("is a code of the app once: neither it nor an earlier one is taken again", async () => {
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    const prover = { actor: ada, sessionId: await sessionOf(ada), network };
    const code = app.code();
    await proveIdentity(prover, { code });
    expect((await rowOf(prover.sessionId))?.secondFactorAt).toBeInstanceOf(Date);
    const other = { ...prover, sessionId: await sessionOf(ada) };
    await expect(proveIdentity(other, { code })).rejects.toMatchObject(wrongCode);
    expect((await rowOf(other.sessionId))?.secondFactorAt).toBeNull();
    expect((await entriesAbout(ada.id))[0]).toMatchObject({ action: "session.verified", detail: { by: "totp" } });
  });

  it("is one of two that come with the same code at once", async () => {
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    const prover = { actor: ada, sessionId: app.sessionId, network };
    const code = app.code();
    const tries = await Promise.allSettled([proveIdentity(prover, { code }), proveIdentity(prover, { code })]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("is a recovery code once, however it is typed", async () => {
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    const prover = { actor: ada, sessionId: await sessionOf(ada), network };
    const typed = app.recoveryCodes[3]?.toLowerCase().replaceAll("-", " ");
    await proveIdentity(prover, { code: typed });
    expect(await listFactors(ada)).toMatchObject({ recoveryCodesLeft: 9 });
    await expect(proveIdentity(prover, { code: typed })).rejects.toMatchObject(wrongCode);
  });

  it("is not the password where there is a second factor, nor a code of an app that is not in force", async () => {
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    const prover = { actor: ada, sessionId: app.sessionId, network };
    await expect(proveIdentity(prover, { password: "none" })).rejects.toMatchObject(wrongCode);
    await database().update(totpFactors).set({ confirmedAt: null }).where(eq(totpFactors.userId, ada.id));
    await database()
      .insert(passkeys)
      .values({ id: "k2", userId: ada.id, name: "a key", publicKey: "", counter: 0, transports: [] });
    await expect(proveIdentity(prover, { code: app.code() })).rejects.toMatchObject(wrongCode);
  });

  it("is slowed down after five wrong codes from one address, while a recovery code is still taken", async () => {
    await database().delete(rateLimits).where(sql`true`);
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    const prover = { actor: ada, sessionId: app.sessionId, network };
    for (let n = 0; n < 5; n++)
      await expect(proveIdentity(prover, { code: "000000" })).rejects.toMatchObject(wrongCode);
    await expect(proveIdentity(prover, { code: app.code() })).rejects.toMatchObject({ code: "too-many" });
    await proveIdentity(prover, { code: app.recoveryCodes[0] });
    await forgetStep(ada);
    await proveIdentity({ ...prover, network: "192.0.2.8" }, { code: app.code() });
  });

  it("of somebody whose session was ended meanwhile is none", async () => {
    const ada = await personOf("viewer");
    const app = await withApp(ada);
    await database().delete(sessions).where(eq(sessions.userId, ada.id));
    const prover = { actor: ada, sessionId: app.sessionId, network };
    await expect(proveIdentity(prover, { code: app.code() })).rejects.toMatchObject({ code: "not-signed-in" });
  });
});
