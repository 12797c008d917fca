import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seal, unseal } from "./seal.ts";

describe("seal", () => {
  it("gives back any text, and never seals it twice the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (plain) => {
        const sealed = seal(plain);
        expect(unseal(sealed)).toBe(plain);
        expect(seal(plain)).not.toBe(sealed);
      }),
    );
  });

  it("opens nothing in which a character was changed", () => {
    const sealed = seal("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: sealed.length - 2 }), (at) => {
        const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
        expect(() => unseal(changed)).toThrow();
      }),
    );
  });

  it.each(["", "aes256gcm-1.", "aes256gcm-1.AAAA", "plain"])("opens no %j", (text) => {
    expect(() => unseal(text)).toThrow();
  });
});
