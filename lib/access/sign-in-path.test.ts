import { describe, expect, it } from "vitest";
import { nextPath, signInPath } from "./sign-in-path.ts";

describe("nextPath", () => {
  it.each(["/cases", "/cases/a%2Fb%20c%25%C3%A9?source=vove", "/events?type=kyb.case.completed"])(
    "leads back to %s",
    (path) => {
      expect(nextPath(path)).toBe(path);
    },
  );

  it.each([
    "https://evil.test",
    "//evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "\\\\evil.test",
    "javascript:alert(1)",
    "/.//evil.test",
    "/x/..//evil.test",
    "cases",
    "",
    "//",
    "/api/v1/cases",
    "/sign-in?next=/cases",
    "/invite/cwi_x",
    null,
    undefined,
  ])("leads to the first page instead of %j", (path) => {
    expect(nextPath(path)).toBe("/");
  });

  it("forgets what only Next's own fetching adds", () => {
    expect(nextPath("/audit?actor=u1&_rsc=abc")).toBe("/audit?actor=u1");
  });
});

describe("signInPath", () => {
  it("names the page that was asked for", () => {
    expect(signInPath("/audit?actor=u1")).toBe("/sign-in?next=%2Faudit%3Factor%3Du1");
    expect(signInPath("/cases")).toBe("/sign-in?next=%2Fcases");
    expect(signInPath("/")).toBe("/sign-in");
    expect(signInPath(null)).toBe("/sign-in");
  });
});
