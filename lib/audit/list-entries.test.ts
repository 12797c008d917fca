import { describe, expect, it } from "vitest";
import { transaction } from "#db/pool";
import type { Actor } from "#lib/actor";
import { readFilter } from "#lib/query-params";
import { entriesFilter } from "./filter.ts";
import { listActors, listEntries } from "./list-entries.ts";
import { record } from "./record.ts";

const ada: Actor = { kind: "user", id: "u1", label: "Ada", role: "analyst" };
const job: Actor = { kind: "job", id: "enable-account", label: "enable-account" };

for (let n = 1; n <= 7; n++) {
  const actor = n % 2 ? ada : job;
  const action = n % 2 ? "case.flagged" : "account.enabled";
  await transaction((tx) => record(tx, { actor, action, subject: { kind: "case", id: `vove/a:${n % 3}` } }));
}

const idsOf = async (query: Record<string, string>) =>
  (await listEntries(ada, readFilter(entriesFilter, query).filter)).entries.map((entry) => entry.id);

describe("listEntries", () => {
  it("gives the newest first, page by page, each once", async () => {
    const first = await listEntries(ada, {}, { limit: 3 });
    const second = await listEntries(ada, {}, { limit: 3, before: first.next ?? 0 });
    const third = await listEntries(ada, {}, { limit: 3, before: second.next ?? 0 });
    const ids = [first, second, third].map((page) => page.entries.map((entry) => entry.id));
    expect(ids).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
    expect(third.next).toBeNull();
  });

  it("filters by actor, action, subject and time", async () => {
    expect(await idsOf({ actor: "job:enable-account" })).toEqual([6, 4, 2]);
    expect(await idsOf({ action: "case.flagged" })).toEqual([7, 5, 3, 1]);
    expect(await idsOf({ subject: "case:vove/a:0", actor: "user:u1" })).toEqual([3]);
    const [fifth] = (await listEntries(ada, {}, { before: 6, limit: 1 })).entries;
    expect(await idsOf({ from: fifth?.at.toISOString() ?? "" })).toContain(5);
    expect(await idsOf({ to: fifth?.at.toISOString() ?? "" })).not.toContain(5);
    expect(await idsOf({ from: "2001-01-01T00:00", to: "2001-01-02T00:00" })).toEqual([]);
  });

  it("leaves out what it cannot read, and says so", () => {
    const { filter, problems } = readFilter(entriesFilter, {
      actor: "Ada",
      from: "yesterday",
      action: "",
      to: undefined,
    });
    expect(filter).toEqual({});
    expect(Object.keys(problems)).toEqual(["actor", "from"]);
  });

  it("is not for a viewer", async () => {
    await expect(listEntries({ ...ada, role: "viewer" }, {})).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("listActors", () => {
  it("names everybody who acted, once, by their newest name", async () => {
    const renamed = { ...ada, label: "Ada L." };
    await transaction((tx) => record(tx, { actor: renamed, action: "case.noted", subject: { kind: "case", id: "x" } }));
    expect(await listActors(ada)).toEqual([
      { kind: "user", id: "u1", label: "Ada L." },
      { kind: "job", id: "enable-account", label: "enable-account" },
    ]);
  });
});
