import { describe, expect, it } from "vitest";
import { personOf } from "#lib/access/testing/people";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { changePreferences } from "./change-preferences.ts";
import { findPreferences } from "./find-preferences.ts";
import { isTimeZone } from "./time-zone.ts";

describeVerb(changePreferences, {
  works: () => [{ zone: "Europe/Berlin", firstPage: "/events", density: "compact" as const, theme: "dark" as const }],
  refuses: {},
});

describe("preferences", () => {
  it("are the defaults until a person changes them", async () => {
    expect(await findPreferences(await personOf("viewer"))).toEqual({
      zone: null,
      firstPage: null,
      density: null,
      theme: null,
    });
  });

  it("change where they are named, for that person alone, and go back to the defaults", async () => {
    const [one, other] = [await personOf("viewer"), await personOf("analyst")];
    await changePreferences(one, { zone: "Asia/Kolkata", theme: "dark" });
    await changePreferences(one, { density: "compact" });
    expect(await findPreferences(one)).toMatchObject({ zone: "Asia/Kolkata", theme: "dark", density: "compact" });
    expect(await findPreferences(other)).toMatchObject({ zone: null, theme: null, density: null });
    await changePreferences(one, { zone: "browser", firstPage: "default" });
    expect(await findPreferences(one)).toMatchObject({ zone: null, firstPage: null, theme: "dark" });
  });

  it.each([
    { zone: "Mars/Olympus" },
    { zone: "+02:00" },
    { firstPage: "//evil.example" },
    { firstPage: "/cases/acme" },
    { density: "tiny" },
    { theme: "pink" },
  ])("may not be %j", (input) => expect(changePreferences.input.safeParse(input).success).toBe(false));
});

describe("a time zone", () => {
  it.each(Intl.supportedValuesOf("timeZone"))("%s is one", (name) => expect(isTimeZone(name)).toBe(true));
  it.each(["", "UTC+1", "utc", "Europe/Nowhere", "'; drop"])("%j is none", (name) =>
    expect(isTimeZone(name)).toBe(false),
  );
});
