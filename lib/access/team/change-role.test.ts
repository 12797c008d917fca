import { eq, ne } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { credentials, sessions, users } from "#db/access-schema";
import { database } from "#db/pool";
import { entriesAbout, personOf, sessionOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { changeRole } from "./change-role.ts";
import { deactivateUser } from "./deactivate-user.ts";

let admin: UserActor;

beforeEach(async () => {
  admin = await personOf("admin");
  await database().delete(users).where(ne(users.id, admin.id));
});

const roleOf = async (id: string) => (await database().select().from(users).where(eq(users.id, id)))[0]?.role;

describeVerb(changeRole, {
  works: async () => [{ userId: (await personOf("viewer")).id, role: "analyst" as const }],
  refuses: {
    "not-found": () => [{ userId: "nobody", role: "viewer" as const }],
    "wrong-state": {
      "refuses the role one has": async () => [{ userId: (await personOf("viewer")).id, role: "viewer" as const }],
      "leaves the last administrator theirs": async (grace) => {
        await database().delete(users).where(ne(users.id, grace.id));
        return [{ userId: grace.id, role: "viewer" as const }];
      },
    },
  },
});

describeVerb(deactivateUser, {
  works: async () => [{ userId: (await personOf("analyst")).id }],
  refuses: {
    invalid: async () => [{ userId: (await personOf("analyst")).id, giveTo: (await personOf("viewer")).id }],
    "not-found": () => [{ userId: "nobody" }],
    "wrong-state": {
      "refuses somebody who is deactivated": async (grace) => {
        const person = await personOf("analyst");
        await deactivateUser(grace, { userId: person.id });
        return [{ userId: person.id }];
      },
      "refuses the last administrator": async (grace) => {
        await database().delete(users).where(ne(users.id, grace.id));
        return [{ userId: grace.id }];
      },
    },
  },
});

describe("changeRole", () => {
  it("gives the role and leaves an entry of both", async () => {
    const person = await personOf("viewer", "Grace");
    await changeRole(admin, { userId: person.id, role: "analyst" });
    expect(await roleOf(person.id)).toBe("analyst");
    const [entry] = await entriesAbout(person.id);
    expect(entry).toMatchObject({
      action: "user.role-changed",
      detail: { name: "Grace", from: "viewer", to: "analyst" },
    });
  });

  it("refuses the role one has, and leaves the last administrator theirs", async () => {
    const person = await personOf("viewer");
    await expect(changeRole(admin, { userId: person.id, role: "viewer" })).rejects.toMatchObject({
      code: "wrong-state",
    });
    await expect(changeRole(admin, { userId: admin.id, role: "viewer" })).rejects.toMatchObject({
      code: "wrong-state",
    });
    expect(await roleOf(admin.id)).toBe("admin");
  });

  it("does not count an administrator who is deactivated", async () => {
    const other = await personOf("admin");
    await deactivateUser(admin, { userId: other.id });
    await expect(changeRole(admin, { userId: admin.id, role: "viewer" })).rejects.toMatchObject({
      code: "wrong-state",
    });
  });

  it("leaves one of two administrators who demote each other at once", async () => {
    const other = await personOf("admin");
    const both = [
      changeRole(admin, { userId: other.id, role: "viewer" }),
      changeRole(other, { userId: admin.id, role: "viewer" }),
    ];
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await database().$count(users, eq(users.role, "admin"))).toBe(1);
  });
});

describe("deactivateUser", () => {
  it("takes password and sessions away and leaves an entry", async () => {
    const person = await personOf("analyst", "Grace");
    await sessionOf(person);
    await deactivateUser(admin, { userId: person.id });
    expect(await database().$count(credentials, eq(credentials.userId, person.id))).toBe(0);
    expect(await database().$count(sessions, eq(sessions.userId, person.id))).toBe(0);
    expect((await entriesAbout(person.id))[0]).toMatchObject({ action: "user.deactivated", detail: { name: "Grace" } });
  });

  it("refuses somebody who is deactivated, and the last administrator", async () => {
    const person = await personOf("analyst");
    await deactivateUser(admin, { userId: person.id });
    await expect(deactivateUser(admin, { userId: person.id })).rejects.toMatchObject({ code: "wrong-state" });
    await expect(deactivateUser(admin, { userId: admin.id })).rejects.toMatchObject({ code: "wrong-state" });
  });
});
