import { describe, expect, it } from "vitest";
import { authorize, authorizePreview } from "./authorize.ts";
import { ROLES, rolesThatMay, STEP_UP } from "./permissions.ts";

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe.each([...STEP_UP])("%s", (permission) => {
  const role = rolesThatMay(permission)[0] ?? "admin";
  const person = { kind: "user", id: "u", label: "Ada", role } as const;

  it("asks a person for a proof of the last ten minutes", () => {
    expect(() => authorize({ ...person, verifiedAt: minutesAgo(9) }, permission)).not.toThrow();
    for (const stale of [{ ...person, verifiedAt: minutesAgo(11) }, person]) {
      expect(() => authorize(stale, permission)).toThrow(expect.objectContaining({ code: "not-fresh" }));
      expect(() => authorizePreview(stale, permission)).not.toThrow();
    }
  });

  it("asks a token for none, and a person who may not for nothing but their role", () => {
    expect(() => authorize({ kind: "token", id: "t", label: "T", role }, permission)).not.toThrow();
    for (const less of ROLES.filter((name) => !rolesThatMay(permission).includes(name))) {
      const stale = { ...person, role: less };
      expect(() => authorize(stale, permission)).toThrow(expect.objectContaining({ code: "not-allowed" }));
    }
  });
});
