import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closePool, databaseUrl } from "#db/pool";
import { ownerUrl } from "#db/testing/owner";
import { log } from "#lib/log";
import { logRoleWarning, readRoleWarning } from "./role-warning.ts";

const analyst = { kind: "user", id: "u1", label: "Ada", role: "analyst" } as const;
const applicationUrl = databaseUrl();
const TOLD = /^The database role casewire may do anything, being a superuser\. .*DATABASE_OWNER_URL/;

async function connectAs(url: string): Promise<void> {
  await closePool();
  process.env.DATABASE_URL = url;
}

beforeEach(() => connectAs(ownerUrl()));
afterEach(() => connectAs(applicationUrl));

describe("readRoleWarning", () => {
  it("tells who reads the log what the role may, and what to do", async () => {
    expect(await readRoleWarning(analyst)).toMatch(TOLD);
  });

  it("says nothing of the application's own role", async () => {
    await connectAs(applicationUrl);
    expect(await readRoleWarning(analyst)).toBeNull();
  });

  it("is not for a viewer", () => {
    expect(() => readRoleWarning({ ...analyst, role: "viewer" })).toThrow("may not");
  });
});

describe("logRoleWarning", () => {
  it("says it once, and nothing when the database does not answer", async () => {
    const warn = vi.spyOn(log, "warn");
    logRoleWarning();
    await expect.poll(() => warn.mock.calls).toEqual([[expect.stringMatching(TOLD)]]);
    await connectAs("postgres://nobody:nothing@127.0.0.1:1/nowhere");
    logRoleWarning();
    await expect(readRoleWarning(analyst)).rejects.toThrow();
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
