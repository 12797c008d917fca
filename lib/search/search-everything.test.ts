import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { businesses, events } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { noteCase } from "#lib/cases/note-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { storeReceipt } from "#lib/events/testing/stored";
import { ROLES, type Role } from "#lib/permissions";
import { MAX_HITS } from "./parts.ts";
import { type Results, searchEverything } from "./search-everything.ts";

const people = new Map<Role, UserActor>();
let messageId = "";

const search = (role: Role, q: string) => searchEverything(people.get(role) as UserActor, { q });
const kinds = ({ exact: _, ...found }: Results) =>
  Object.entries(found)
    .filter(([, hits]) => hits.length > 0)
    .map(([kind]) => kind);

beforeAll(async () => {
  for (const role of ROLES) people.set(role, await personOf(role));
  const analyst = people.get("analyst") as UserActor;
  const stored = await storeCase("zuerich-1");
  await storeCase("zuerich-2");
  await storeCase("other-1");
  await database()
    .insert(businesses)
    .values([
      { source: "vove", refId: "zuerich-1", name: "Zürich Käse AG", contactEmail: "Heidi@Kaese.example" },
      { source: "vove", refId: "zuerich-2", name: "Zürich Käse Handel AG", contactEmail: "peter@kaese.example" },
    ]);
  await noteCase(analyst, {
    source: "vove",
    refId: "other-1",
    body: "Called the notary: 100% of the shares are sold.",
  });
  for (let n = 0; n < MAX_HITS; n++)
    await noteCase(analyst, { source: "vove", refId: "other-1", body: `Nothing heard, attempt ${n}` });
  const [event] = await database().select().from(events).where(eq(events.id, stored.statusEventId));
  messageId = event?.messageId ?? "";
  await storeReceipt({ outcome: "rejected", cause: "bad-signature", messageId: "msg_refused" });
});

describe("a search finds", () => {
  it("a case by its exact refId, as the one thing that is called so", async () => {
    const found = await search("analyst", "zuerich-1");
    expect(found.exact).toEqual({ kind: "case", source: "vove", refId: "zuerich-1" });
    expect(found.cases.map(({ refId }) => refId)).toEqual(["zuerich-1"]);
  });

  it("a case by its exact name, whatever other names begin so", async () => {
    const found = await search("analyst", " zurich kase ag ");
    expect(found.exact).toMatchObject({ refId: "zuerich-1" });
    expect((await search("analyst", "zurich kase")).exact).toBeNull();
    expect((await search("analyst", "zurich kase")).cases).toHaveLength(2);
  });

  it("a name in spite of a typing error", async () => {
    expect((await search("analyst", "Zürich Kaase Handel")).cases.map(({ refId }) => refId)).toContain("zuerich-2");
  });

  it("a message by its id and by the beginning of it", async () => {
    expect((await search("analyst", messageId)).exact).toEqual({ kind: "message", source: "vove", messageId });
    const begun = await search("analyst", messageId.slice(0, 12));
    expect(begun.exact).toBeNull();
    expect(begun.messages).toContainEqual(expect.objectContaining({ messageId, refId: "zuerich-1" }));
  });

  it("a refused request by the id it claimed", async () => {
    const found = await search("analyst", "msg_refused");
    expect(found.refused).toMatchObject([{ messageId: "msg_refused", cause: "bad-signature" }]);
    expect(found.exact).toEqual({ kind: "message", messageId: "msg_refused" });
  });

  it("a business by its e-mail and the beginning of it, whatever the capitals", async () => {
    expect((await search("analyst", "heidi@kaese.example")).contacts).toMatchObject([{ refId: "zuerich-1" }]);
    expect((await search("analyst", "HEI")).contacts).toMatchObject([{ contactEmail: "Heidi@Kaese.example" }]);
  });

  it("notes by any part of them, old ones too, and takes signs of patterns as they are", async () => {
    expect((await search("analyst", "notary: 100% of")).notes).toMatchObject([{ refId: "other-1" }]);
    expect((await search("analyst", "notary_ 100")).notes).toEqual([]);
    const common = (await search("analyst", "nothing heard")).notes;
    expect(common).toHaveLength(MAX_HITS);
    expect(common[0]?.body).toBe(`Nothing heard, attempt ${MAX_HITS - 1}`);
  });

  it("nothing for no words", async () => {
    expect(kinds(await search("admin", "  "))).toEqual([]);
  });
});

describe("a viewer", () => {
  it("finds cases by their refId, and is told no name", async () => {
    const found = await search("viewer", "zuerich-1");
    expect(found.exact).toMatchObject({ refId: "zuerich-1" });
    expect(JSON.stringify(found)).not.toMatch(/Käse|kaese/);
  });

  it.each(["Zürich Käse AG", "heidi@kaese.example", "notary", "msg_refused"])("finds nothing by %s", async (q) => {
    const found = await search("viewer", q);
    expect([kinds(found), found.exact]).toEqual([[], null]);
  });

  it("finds nothing by a message id", async () => {
    expect(kinds(await search("viewer", messageId))).toEqual([]);
  });
});
