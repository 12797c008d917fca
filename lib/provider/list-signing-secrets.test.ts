import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { sourceSecrets } from "#db/schema";
import { admin, analyst, engineer, viewer } from "#lib/events/testing/actors";
import { START, storeReceipt } from "#lib/events/testing/stored";
import { parseSecret } from "#lib/sources/secret";
import { listSigningSecrets } from "./list-signing-secrets.ts";

const text = `whsec_${randomBytes(24).toString("base64")}`;
const { fingerprint, hint } = parseSecret(text);
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  process.env.VOVE_WEBHOOK_SECRETS = text;
  const secret = { source: "vove", createdBy: "Ada", sealed: "sealed bytes" };
  await database()
    .insert(sourceSecrets)
    .values([
      { ...secret, fingerprint: "aaaaaaaaaaaa", hint: "aaaa" },
      { ...secret, fingerprint: "bbbbbbbbbbbb", hint: "bbbb", retiresAt: new Date(Date.now() + HOUR_MS) },
      { ...secret, fingerprint: "cccccccccccc", hint: "cccc", retiresAt: new Date(Date.now() - HOUR_MS) },
    ]);
  await storeReceipt({ secretFingerprint: "bbbbbbbbbbbb", receivedAt: new Date(START) });
  await storeReceipt({ secretFingerprint: "bbbbbbbbbbbb", receivedAt: new Date(START + 5000) });
});
afterAll(() => {
  delete process.env.VOVE_WEBHOOK_SECRETS;
});

describe("listSigningSecrets", () => {
  it("lists those that verify now, those of the environment too, and which of them did", async () => {
    const secrets = (await listSigningSecrets(admin)).get("vove");
    expect(secrets?.map((secret) => [secret.fingerprint, secret.hint, secret.matched])).toEqual([
      [fingerprint, hint, 0],
      ["aaaaaaaaaaaa", "aaaa", 0],
      ["bbbbbbbbbbbb", "bbbb", 2],
    ]);
    expect(secrets?.[2]).toMatchObject({ matchedAt: new Date(START + 5000), retiresAt: expect.any(Date) });
    expect(secrets?.[0]).toMatchObject({ createdAt: null, retiresAt: null, matchedAt: null });
  });

  it.each([analyst, engineer])("gives $role the fingerprint and no part of a secret", async (actor) => {
    const secrets = (await listSigningSecrets(actor)).get("vove") ?? [];
    expect(secrets.map((secret) => secret.hint)).toEqual([null, null, null]);
    expect(JSON.stringify(secrets)).not.toContain("sealed");
  });

  it("is not for viewers", async () => {
    await expect(listSigningSecrets(viewer)).rejects.toMatchObject({ code: "not-allowed" });
  });
});
