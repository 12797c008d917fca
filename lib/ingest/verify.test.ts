import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Webhook } from "svix";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parseSecret } from "#lib/sources/secret";
import { signature, signedHeaders } from "#lib/sources/sign";
import { type HeaderPairs, verify } from "./verify.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const PUBLIC_KEY = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const ED25519 = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
const NOW = new Date("2026-11-22T12:00:00.500Z");
const SECONDS = Math.floor(NOW.getTime() / 1000);
const BODY = Buffer.from('{"refId":"acme-001","status":"IN_REVIEW","previousStatus":"IN_PROGRESS"}');
const ID = "msg_2if9qqkVjQDrS738JZOnax9T7MO";

const secrets = [parseSecret(SECRET)];
const attempt = { messageId: ID, body: BODY, attemptedAt: NOW };
const vector1 = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: '{"test": 2432232314}' };

function headers(change: Record<string, string | undefined> = {}): HeaderPairs {
  const all = { ...Object.fromEntries(signedHeaders(SECRET, attempt)), ...change };
  return Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

const triple = (id: string, timestamp: number | string, signatures: string): HeaderPairs => [
  ["svix-id", id],
  ["svix-timestamp", String(timestamp)],
  ["svix-signature", signatures],
];

describe("published vectors", () => {
  it.each([
    [SECRET, vector1.id, vector1.seconds, vector1.body, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="],
    [
      OTHER,
      "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
      1_649_367_553,
      '{"email":"test@example.com","username":"test_user"}',
      "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
    ],
    [PUBLIC_KEY, vector1.id, vector1.seconds, vector1.body, ED25519],
  ])("verifies with %s", (...vector) => {
    const [secret, id, seconds, body, signatures] = vector;
    const now = new Date(seconds * 1000);
    expect(verify(triple(id, seconds, signatures), Buffer.from(body), [parseSecret(secret)], now)).toEqual({
      genuine: true,
      messageId: id,
      attemptedAt: now,
      secretFingerprint: parseSecret(secret).fingerprint,
    });
    const tampered = verify(triple(id, seconds, signatures), Buffer.from(`${body} `), [parseSecret(secret)], now);
    expect(tampered).toMatchObject({ genuine: false, cause: "bad-signature" });
  });

  it("skips v1a where no ed25519 key is held", () => {
    const now = new Date(vector1.seconds * 1000);
    const given = triple(vector1.id, vector1.seconds, ED25519);
    expect(verify(given, Buffer.from(vector1.body), secrets, now)).toMatchObject({ cause: "bad-signature" });
  });
});

describe("verify", () => {
  it("takes either family, names in any case", () => {
    const webhook = signedHeaders(SECRET, attempt).map(([name, value]) => [name.replace("svix", "Webhook"), value]);
    expect(verify(headers(), BODY, secrets, NOW)).toMatchObject({ genuine: true, messageId: ID });
    expect(verify(webhook as [string, string][], BODY, secrets, NOW)).toMatchObject({ genuine: true, messageId: ID });
  });

  it("takes both families where they agree and refuses them where they differ", () => {
    const agreed = headers({ "webhook-id": ID, "webhook-timestamp": String(SECONDS) });
    expect(verify(agreed, BODY, secrets, NOW)).toMatchObject({ genuine: true });
    for (const clash of [
      { "webhook-id": "msg_chosen" },
      { "webhook-timestamp": "1" },
      { "webhook-signature": "v1,x" },
    ]) {
      expect(verify(headers(clash), BODY, secrets, NOW)).toEqual({ genuine: false, cause: "clashing-headers" });
    }
  });

  it.each(["svix-id", "svix-timestamp", "svix-signature"])("refuses a request without %s", (name) => {
    for (const value of [undefined, ""]) {
      expect(verify(headers({ [name]: value }), BODY, secrets, NOW)).toEqual({
        genuine: false,
        cause: "missing-headers",
      });
    }
  });

  it("does not make one claim of two half families", () => {
    const mixed = headers({ "svix-id": undefined, "webhook-id": ID });
    expect(verify(mixed, BODY, secrets, NOW)).toMatchObject({ cause: "missing-headers" });
  });

  it("refuses an id that comes twice", () => {
    expect(verify([...headers(), ["Svix-Id", "msg_chosen"]], BODY, secrets, NOW)).toMatchObject({ genuine: false });
  });

  it.each([
    "1719870957abc",
    "abc",
    "-1",
    "1e9",
    "1719870957.0",
    " 1719870957",
    "0x10",
    "01719870957",
    "999999999999",
    "9".repeat(40),
  ])("refuses the timestamp %j, though it be signed", (timestamp) => {
    const key = Buffer.from(SECRET.slice(6), "base64");

    const signed = createHmac("sha256", key).update(`${ID}.${timestamp}.`).update(BODY).digest("base64");
    expect(verify(triple(ID, timestamp, `v1,${signed}`), BODY, secrets, new Date(1_719_870_957_000))).toMatchObject({
      cause: "malformed-timestamp",
    });
  });

  it.each([
    [-301, "future-timestamp"],
    [-300, undefined],
    [0, undefined],
    [300, undefined],
    [301, "stale-timestamp"],
  ])("judges a message %i s old", (age, cause) => {
    const signed = signedHeaders(SECRET, { ...attempt, attemptedAt: new Date((SECONDS - age) * 1000) });
    const verified = verify(signed, BODY, secrets, NOW);
    expect(verified.genuine ? undefined : verified.cause).toBe(cause);
  });

  it("says bad signature, not stale, of what is both", () => {
    const old = headers({ "svix-timestamp": String(SECONDS - 4000) });
    expect(verify(old, BODY, secrets, NOW)).toMatchObject({ cause: "bad-signature" });
  });

  it.each([
    ["with a line break", "msg_a\nb"],
    ["beyond ASCII", "msg_é"],
    ["of 257 characters", "m".repeat(257)],
    ["that could hold another message's timestamp", `msg_a.${SECONDS}`],
  ])("refuses an id %s, though it be signed", (_, id) => {
    const signed = signedHeaders(SECRET, { ...attempt, messageId: id });
    expect(verify(signed, BODY, secrets, NOW)).toMatchObject({ cause: "malformed-id", claimedId: id });
  });

  it("takes an id of 256 characters", () => {
    const signed = signedHeaders(SECRET, { ...attempt, messageId: "m".repeat(256) });
    expect(verify(signed, BODY, secrets, NOW)).toMatchObject({ genuine: true });
  });

  it("says which of several secrets matched, and refuses one no longer held", () => {
    const both = [parseSecret(OTHER), parseSecret(SECRET)];
    expect(verify(headers(), BODY, both, NOW)).toMatchObject({ secretFingerprint: parseSecret(SECRET).fingerprint });
    expect(verify(headers(), BODY, [parseSecret(OTHER)], NOW)).toMatchObject({ cause: "bad-signature" });
    expect(verify(headers(), BODY, [], NOW)).toMatchObject({ cause: "no-secret" });
  });

  it("finds the match among other signatures and versions, within a bound", () => {
    const good = `v1,${signature(SECRET, attempt)}`;
    const listed = (list: string) => verify(triple(ID, SECONDS, list), BODY, secrets, NOW).genuine;
    expect(listed(`v1,${signature(OTHER, attempt)} v2,AAAA v1a,AAAA v1 ${good}`)).toBe(true);
    expect(listed(`${"v1,AAAA ".repeat(31)}${good}`)).toBe(true);
    expect(listed(`${"v1,AAAA ".repeat(32)}${good}`)).toBe(false);
    expect(listed(good.replace("v1,", "v2,"))).toBe(false);
    expect(listed(good.replace("v1,", ""))).toBe(false);
  });

  it.each([
    ["another list before it", (good: string) => `v1,AAAA, ${good}`],
    ["another list after it", (good: string) => `${good}, v1,AAAA`],
    ["one on either side, and no space", (good: string) => `v1a,AAAA,${good},v1,AAAA v2,AAAA`],
    ["a space put after each comma", (good: string) => `v1,AAAA v1,BBBB ${good}`.replaceAll(",", ", ")],
    ["a comma at the end", (good: string) => `${good},`],
    ["empty members, tabs and spaces", (good: string) => `, ,\t v1, , ${good} ,,`],
  ])("finds the match in a list that a proxy folded: %s", (_, fold) => {
    const listed = (one: string) => verify(triple(ID, SECONDS, fold(one)), BODY, secrets, NOW).genuine;
    expect(listed(`v1,${signature(SECRET, attempt)}`)).toBe(true);
    expect(listed(`v1,${signature(OTHER, attempt)}`)).toBe(false);
    expect(listed(`v2,${signature(SECRET, attempt)}`)).toBe(false);
  });

  it("finds the match in the first or the second of two signature headers", () => {
    const good = ["svix-signature", `v1,${signature(SECRET, attempt)}`] as const;
    const bad = ["svix-signature", `v1,${signature(OTHER, attempt)}`] as const;
    const rest = triple(ID, SECONDS, "").slice(0, 2);
    expect(verify([...rest, good, bad], BODY, secrets, NOW).genuine).toBe(true);
    expect(verify([bad, ...rest, good], BODY, secrets, NOW).genuine).toBe(true);
    expect(verify([bad, ...rest, bad], BODY, secrets, NOW).genuine).toBe(false);
  });

  it("verifies the raw bytes, UTF-8 or not", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const signed = signedHeaders(SECRET, { ...attempt, body });
        expect(verify(signed, body, secrets, NOW).genuine).toBe(true);
        expect(verify(signed, Buffer.concat([body, Buffer.from([0])]), secrets, NOW).genuine).toBe(false);
      }),
    );
  });

  it("never throws", () => {
    const value = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "v1,", "v1a,", ",", " ", "v1,AAAA", ID));
    fc.assert(
      fc.property(value, value, value, fc.uint8Array(), (id, timestamp, signatures, body) => {
        const all = [...secrets, parseSecret(PUBLIC_KEY)];
        expect(verify(triple(id, timestamp, signatures), body, all, NOW).genuine).toBe(false);
        expect(verify(triple(ID, SECONDS, signatures), body, all, NOW).genuine).toBe(false);
      }),
    );
  });
});

describe("beside the svix package", () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  /** Where the package is sound: UTF-8 bodies, decimal timestamps, `v1,<base64>` entries without a second comma. */
  const body = fc.string({ unit: "grapheme" });
  const id = fc.stringMatching(/^msg_[0-9A-Za-z]{1,40}$/);
  const age = fc.oneof(fc.integer({ min: -310, max: 310 }), fc.constantFrom(-301, -300, 300, 301));
  const entry = fc.constantFrom("good", "other", "v2", "cut", "longer", "v1");

  it("gives the same answer", () => {
    fc.assert(
      fc.property(
        id,
        body,
        age,
        fc.array(entry, { minLength: 1, maxLength: 6 }),
        (messageId, text, seconds, entries) => {
          const at = { messageId, body: text, attemptedAt: new Date((SECONDS - seconds) * 1000) };
          const good = signature(SECRET, at);
          const forms: Record<string, string> = {
            good: `v1,${good}`,
            other: `v1,${signature(OTHER, at)}`,
            v2: `v2,${good}`,
            cut: `v1,${good.slice(0, -1)}`,
            longer: `v1,${good}A`,
            v1: "v1,",
          };
          const list = entries.map((name) => forms[name]).join(" ");
          const given = triple(messageId, SECONDS - seconds, list);
          const ours = verify(given, Buffer.from(text), secrets, NOW).genuine;
          let theirs = true;
          try {
            new Webhook(SECRET).verify(text, Object.fromEntries(given));
          } catch {
            theirs = false;
          }
          expect(ours).toBe(theirs);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("accepts what the package signs", () => {
    fc.assert(
      fc.property(id, body, (messageId, text) => {
        const signed = new Webhook(SECRET).sign(messageId, NOW, text);
        expect(verify(triple(messageId, SECONDS, signed), Buffer.from(text), secrets, NOW).genuine).toBe(true);
      }),
    );
  });
});
