import { describe, expect, it } from "vitest";
import { isTooShort, newPassword, refuseWeakPassword } from "./password-rules.ts";

const owner = { name: "Ada Lovelace", email: "countess@analytical.example" };
const complaint = (password: string) =>
  refuseWeakPassword(password, owner).then(
    () => null,
    (error) => error.fields.password as string,
  );

describe("a new password", () => {
  it("has 12 to 128 characters, counted as people count them", () => {
    const says = (password: string) => newPassword.safeParse(password).error?.issues[0]?.message;
    expect(says("eleven char")).toBe("A password has 12 characters or more.");
    expect(says("twelve chars")).toBeUndefined();
    expect(says("\u{1F511}".repeat(11))).toBe("A password has 12 characters or more.");
    expect(says("\u{1F511}".repeat(128))).toBeUndefined();
    expect(says("a".repeat(129))).toBe("A password has at most 128 characters.");
    expect(isTooShort("\u{1F511}".repeat(11))).toBe(true);
    expect(isTooShort("twelve chars")).toBe(false);
  });

  it.each([
    ["passwordpassword", /repeats itself/],
    ["password1234", /used most/],
    ["P4ssw0rd1234", /used most/],
    ["123456789012", /used most/],
    ["qwertyuiop123", /used most/],
    ["aaaaaaaaaaaa", /Repeated characters/],
    ["abcdefghijkl", /Sequences/],
    ["unbelievable", /too easy/],
  ])("is none of the common ones: %s", async (password, why) => {
    expect(await complaint(password)).toMatch(why);
  });

  it.each(["AdaLovelace2026", "countess.analytical", "Casewire2026!", "lovelacelovelace!", "ada.lovelace@example"])(
    "is not made of the person's own words, nor of the desk's: %s",
    async (password) => {
      expect(await complaint(password)).toMatch(/made of your name/);
    },
  );

  it.each(["correct horse battery", "a password of some length", "Lovelace quarried seven pianos", "kX3!vbn0Qz,p"])(
    "is taken when it is hard to guess: %s",
    async (password) => {
      expect(await complaint(password)).toBeNull();
    },
  );
});
