import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSecret, secretProblem } from "./secret.ts";

const of = (bytes: number) => `whsec_${randomBytes(bytes).toString("base64")}`;

describe("secretProblem", () => {
  it.each([24, 32, 64])("takes a secret of %i bytes", (bytes) => {
    expect(secretProblem(of(bytes))).toBeUndefined();
  });

  it("takes what was pasted with space around it, and without its padding", () => {
    expect(secretProblem(` ${of(32)}\n`)).toBeUndefined();
    expect(parseSecret(of(32).replace(/=+$/, "")).version).toBe("v1");
  });

  it.each([
    ["an empty key", "whsec_"],
    ["23 bytes", of(23)],
    ["65 bytes", of(65)],
    ["no prefix", randomBytes(32).toString("base64")],
    ["a private key", `whsk_${randomBytes(64).toString("base64")}`],
    ["what is not base64", `whsec_${"ab!c".repeat(10)}`],
    ["base64 of the URL kind", `whsec_${"-_-_".repeat(8)}`],
    ["space inside", `whsec_${"abcd ".repeat(8)}`],
    ["an ed25519 key of 31 bytes", `whpk_${randomBytes(31).toString("base64")}`],
  ])("refuses %s, without repeating it", (_, text) => {
    const problem = secretProblem(text);
    expect(problem).toBeTruthy();
    if (text.length > 6) expect(problem).not.toContain(text.slice(6));
    expect(() => parseSecret(text)).toThrow(problem);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void secretProblem(`whsec_${text}`)));
  });
});

describe("parseSecret", () => {
  it("names a secret without revealing it", () => {
    const text = of(24);
    const secret = parseSecret(text);
    expect(secret.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect(parseSecret(text).fingerprint).toBe(secret.fingerprint);
    expect(JSON.stringify(secret)).not.toContain(text.slice(6, -4));
  });
});
