import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { sessions } from "#db/access-schema";
import { passkeyChallenges, passkeys } from "#db/factor-schema";
import { database } from "#db/pool";
import { Authenticator } from "#lib/access/testing/authenticator";
import { entriesAbout, personOf, sessionOf } from "#lib/access/testing/people";
import { withApp } from "#lib/access/testing/second-factor";
import type { UserActor } from "#lib/actor";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { addPasskey } from "./add-passkey.ts";
import { listFactors } from "./factors.ts";
import { beginPasskey, beginPasskeyProof, provePasskey } from "./passkeys.ts";
import { relyingPartyAt } from "./relying-party.ts";
import { removePasskey } from "./remove-passkey.ts";

process.env.CASEWIRE_SECOND_FACTOR = "engineer";

const party = { id: "desk.example", origin: "https://desk.example" };
const network = "192.0.2.7";
const name = "Ada's laptop";
const passkeyRefused = { code: "invalid", message: expect.stringContaining("not accepted") };

async function withPasskey(actor: UserActor) {
  const session = { sessionId: await sessionOf(actor), network, party };
  const device = new Authenticator(party);
  const response = device.make(await beginPasskey(actor, session));
  const { recoveryCodes } = await addPasskey(actor, { name, response }, session);
  return { device, recoveryCodes, id: device.id.toString("base64url"), ...session };
}

/** Another browser of theirs, with the question it was asked. */
async function asked(actor: UserActor) {
  const prover = { actor, sessionId: await sessionOf(actor), network };
  return { prover, options: await beginPasskeyProof(prover, party) };
}

const secondFactorOf = async (sessionId: string) =>
  (await database().select().from(sessions).where(eq(sessions.id, sessionId)))[0]?.secondFactorAt;

/** What a device answers, and the session in which it was asked. */
async function answered(actor: UserActor, device = new Authenticator(party)): Promise<Answered> {
  const session = { sessionId: await sessionOf(actor), network, party };
  return [{ name, response: device.make(await beginPasskey(actor, session)) }, session];
}
type Answered = [given: { name: string; response: string }, session: Parameters<typeof addPasskey>[2]];

describeVerb(addPasskey, {
  works: (ada) => answered(ada),
  refuses: {
    invalid: async (ada) => {
      const [given, session] = await answered(ada);
      return [{ ...given, response: "{}" }, session];
    },
    "wrong-state": {
      "refuses one that is in use already": async (bob) => {
        const { device } = await withPasskey(await personOf("viewer"));
        return answered(bob, device);
      },
    },
  },
});

describeVerb(removePasskey, {
  as: "engineer",
  works: async (enzo) => {
    await withPasskey(enzo);
    return [{ id: (await withPasskey(enzo)).id }];
  },
  refuses: {
    "not-found": () => [{ id: "none" }],
    "wrong-state": {
      "refuses the last one of a role that may not be without": async (enzo) => [{ id: (await withPasskey(enzo)).id }],
    },
  },
});

describe("addPasskey", () => {
  it("keeps what the browser made, marks the session, gives recovery codes and leaves its entry", async () => {
    const ada = await personOf("viewer");
    const { recoveryCodes, sessionId, id } = await withPasskey(ada);
    expect(recoveryCodes).toHaveLength(10);
    expect(await listFactors(ada)).toMatchObject({ passkeys: [{ id, name, lastUsedAt: null }], recoveryCodesLeft: 10 });
    expect(await secondFactorOf(sessionId)).toBeInstanceOf(Date);
    const [entry] = await entriesAbout(ada.id);
    expect(entry).toMatchObject({ action: "passkey.added", words: { name: { text: name } } });
  });

  it.each([
    ["made for another site", { origin: "https://evil.example" }],
    ["of another site's name", { rpId: "evil.example" }],
    ["made without asking who is there", { userVerified: false }],
    ["made for another question", { challenge: "AAAA" }],
  ])("refuses one %s", async (_, odd) => {
    const ada = await personOf("viewer");
    const session = { sessionId: await sessionOf(ada), network, party };
    const response = new Authenticator(party).make(await beginPasskey(ada, session), odd);
    await expect(addPasskey(ada, { name, response }, session)).rejects.toMatchObject(passkeyRefused);
    expect((await listFactors(ada)).passkeys).toEqual([]);
  });

  it("refuses a second answer to one question, and one that comes too late", async () => {
    const ada = await personOf("viewer");
    const { device, ...session } = await withPasskey(ada);
    const options = await beginPasskey(ada, session);
    await expect(addPasskey(ada, { name, response: "{}" }, session)).rejects.toMatchObject(passkeyRefused);
    const response = new Authenticator(party).make(options);
    await expect(addPasskey(ada, { name, response }, session)).rejects.toMatchObject(passkeyRefused);
    const late = new Authenticator(party).make(await beginPasskey(ada, session));
    await database().update(passkeyChallenges).set({ expiresAt: sql`now() - interval '1 second'` });
    await expect(addPasskey(ada, { name, response: late }, session)).rejects.toMatchObject(passkeyRefused);
  });

  it("asks nothing for a session that is another's", async () => {
    const sessionId = await sessionOf(await personOf("viewer"));
    const begun = beginPasskey(await personOf("viewer"), { sessionId, party });
    await expect(begun).rejects.toMatchObject({ code: "not-signed-in" });
  });
});

describe("removePasskey", () => {
  it("takes it out of force, with the codes that stood in for it, and leaves its entry", async () => {
    const ada = await personOf("viewer");
    const { id } = await withPasskey(ada);
    await removePasskey(ada, { id });
    expect(await listFactors(ada)).toMatchObject({ passkeys: [], recoveryCodesLeft: 0 });
    expect((await entriesAbout(ada.id))[0]).toMatchObject({
      action: "passkey.removed",
      words: { name: { text: name } },
    });
  });

  it("refuses the last one of a role that may not be without, also of two that are removed at once", async () => {
    const enzo = await personOf("engineer");
    const [one, other] = [await withPasskey(enzo), await withPasskey(enzo)];
    const tries = await Promise.allSettled([one, other].map(({ id }) => removePasskey(enzo, { id })));
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { passkeys: left } = await listFactors(enzo);
    expect(left).toHaveLength(1);
    await expect(removePasskey(enzo, { id: left[0]?.id ?? "" })).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("does not find another's, nor one that is not there", async () => {
    const { id } = await withPasskey(await personOf("viewer"));
    const bob = await personOf("viewer");
    for (const one of [id, "none"])
      await expect(removePasskey(bob, { id: one })).rejects.toMatchObject({ code: "not-found" });
    expect(await database().$count(passkeys, eq(passkeys.id, id))).toBe(1);
  });
});

describe("a proof by passkey", () => {
  it("marks the session, counts the signature, and is on record", async () => {
    const ada = await personOf("viewer");
    const { device, id } = await withPasskey(ada);
    const { prover, options } = await asked(ada);
    await provePasskey(prover, device.sign(options), party);
    expect(await secondFactorOf(prover.sessionId)).toBeInstanceOf(Date);
    const [kept] = await database().select().from(passkeys).where(eq(passkeys.id, id));
    expect(kept).toMatchObject({ counter: 1, lastUsedAt: expect.any(Date) });
    expect((await entriesAbout(ada.id))[0]).toMatchObject({ action: "session.verified", detail: { by: "passkey" } });
  });

  it.each([
    ["for another site", { origin: "https://evil.example" }],
    ["for another site's name", { rpId: "evil.example" }],
    ["without asking who is there", { userVerified: false }],
    ["of another question", { challenge: "AAAA" }],
    ["of a copy whose count lies behind", { counter: 1 }],
  ])("is none if signed %s", async (_, odd) => {
    const ada = await personOf("viewer");
    const { device } = await withPasskey(ada);
    const first = await asked(ada);
    await provePasskey(first.prover, device.sign(first.options), party);
    const { prover, options } = await asked(ada);
    await expect(provePasskey(prover, device.sign(options, odd), party)).rejects.toMatchObject(passkeyRefused);
    expect(await secondFactorOf(prover.sessionId)).toBeNull();
  });

  it("is good once, in the session that was asked, by one's own passkey", async () => {
    const [ada, bob] = [await personOf("viewer"), await personOf("viewer")];
    const [hers, his] = [await withPasskey(ada), await withPasskey(bob)];
    const [one, other] = [await asked(ada), await asked(ada)];
    const answer = hers.device.sign(one.options);
    await expect(provePasskey(other.prover, answer, party)).rejects.toMatchObject(passkeyRefused);
    await provePasskey(one.prover, answer, party);
    await expect(provePasskey(one.prover, answer, party)).rejects.toMatchObject(passkeyRefused);
    const again = await asked(ada);
    await expect(provePasskey(again.prover, his.device.sign(again.options), party)).rejects.toMatchObject(
      passkeyRefused,
    );
  });

  it("is slowed down after thirty wrong ones, and asked of nobody who has none", async () => {
    const ada = await personOf("viewer");
    await withPasskey(ada);
    const prover = { actor: ada, sessionId: await sessionOf(ada), network };
    for (let n = 0; n < 30; n++) await expect(provePasskey(prover, "{}", party)).rejects.toMatchObject(passkeyRefused);
    await expect(provePasskey(prover, "{}", party)).rejects.toMatchObject({ code: "too-many" });
    const bob = { actor: await personOf("viewer"), sessionId: "none", network };
    await expect(beginPasskeyProof(bob, party)).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("is not all there is where an app stays: the recovery codes stay too", async () => {
    const ada = await personOf("viewer");
    await withApp(ada);
    const { id } = await withPasskey(ada);
    await removePasskey(ada, { id });
    expect(await listFactors(ada)).toMatchObject({ totpSince: expect.any(Date), recoveryCodesLeft: 10 });
  });
});

describe("the address of a desk", () => {
  it.each([
    ["https://desk.example", { id: "desk.example", origin: "https://desk.example" }],
    ["https://desk.example:8443", { id: "desk.example", origin: "https://desk.example:8443" }],
    ["http://localhost:3000", { id: "localhost", origin: "http://localhost:3000" }],
    ["http://desk.lan", null],
    ["http://127.0.0.1:3000", null],
    ["https://192.0.2.7", null],
    ["https://[2001:db8::1]", null],
  ])("%s has passkeys, or none", (address, expected) => {
    expect(relyingPartyAt(address)).toEqual(expected);
  });
});
