import { scryptSync } from "node:crypto";
import { hashPassword as betterAuthHash } from "better-auth/crypto";
import { describe, expect, it } from "vitest";
import { isOutdated, passwordHash, passwordMatches } from "./password-hash.ts";

const PASSWORD = "four unlike words \u00e9";

describe("a password's hash", () => {
  it("is scrypt with the parameters OWASP advises, which stand in it, and no two are alike", async () => {
    const [one, other] = await Promise.all([passwordHash(PASSWORD), passwordHash(PASSWORD)]);
    expect(one).toMatch(/^scrypt\$ln=15,r=8,p=3\$/);
    expect(one).not.toBe(other);
    const [salt = "", key] = one.split("$").slice(2);
    const options = { N: 32_768, r: 8, p: 3, maxmem: 2 ** 27 };
    expect(scryptSync(PASSWORD, Buffer.from(salt, "base64"), 64, options).toString("base64")).toBe(key);
    expect(isOutdated(one)).toBe(false);
  });

  it("is of this password and no other, however its accents were typed", async () => {
    const stored = await passwordHash(PASSWORD);
    expect(await passwordMatches(stored, PASSWORD)).toBe(true);
    expect(await passwordMatches(stored, PASSWORD.normalize("NFD"))).toBe(true);
    expect(await passwordMatches(stored, `${PASSWORD} `)).toBe(false);
  });

  it("is read as it was made before, and then called outdated", async () => {
    const stored = await betterAuthHash(PASSWORD);
    expect(await passwordMatches(stored, PASSWORD)).toBe(true);
    expect(await passwordMatches(stored, "another one")).toBe(false);
    expect(isOutdated(stored)).toBe(true);
    expect(isOutdated((await passwordHash(PASSWORD)).replace("ln=15", "ln=14"))).toBe(true);
  });

  it.each(["none", "", "scrypt$ln=15,r=8,p=3$$", "00:00"])(
    "is matched by nothing where it is none: %j",
    async (stored) => {
      expect(await passwordMatches(stored, "")).toBe(false);
    },
  );
});

it("lets two hash at once and twenty wait; who comes after is asked to try again, and served once there is room", async () => {
  const outcomes = Promise.allSettled(Array.from({ length: 25 }, () => passwordHash(PASSWORD)));
  await expect(passwordHash(PASSWORD)).rejects.toMatchObject({ code: "too-many" });
  const settled = await outcomes;
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(22);
  expect(await passwordMatches(await passwordHash(PASSWORD), PASSWORD)).toBe(true);
});
