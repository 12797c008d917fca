import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { savedViews, savedViewVisits } from "#db/desk-schema";
import { database } from "#db/pool";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { assignCase } from "#lib/cases/assign-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { countNew } from "./count-new.ts";
import { deleteView } from "./delete-view.ts";
import { listViews, openView } from "./list-views.ts";
import { MAX_OWN_VIEWS, saveView } from "./save-view.ts";
import { MAX_SHARED_VIEWS, shareView } from "./share-view.ts";
import { viewQuery } from "./view-query.ts";

let ada: UserActor;
let bob: UserActor;
let vera: UserActor;
const saved = (actor: UserActor, query = "status=IN_REVIEW", name: string = randomUUID()) =>
  saveView(actor, { name, query });

beforeAll(async () => {
  [ada, bob, vera] = [
    await personOf("analyst", "Ada"),
    await personOf("analyst", "Bob"),
    await personOf("viewer", "Vera"),
  ];
});

describe("viewQuery", () => {
  it.each([
    ["view=table&status=IN_REVIEW&cursor=abc&hide=ref", "view=table&status=IN_REVIEW&hide=ref"],
    ["attention=gap%2Coverdue&more=IN_REVIEW.60", "attention=overdue%2Cgap"],
    ["sort=urgent&assignee=me&nonsense=1&status=SLEEPING", "assignee=me&sort=urgent"],
    ["", ""],
  ])("keeps of %j %j", (address, query) => {
    expect(viewQuery(address)).toBe(query);
    expect(viewQuery(query)).toBe(query);
  });
});

describe("saved views", () => {
  it("are one's own until they are shared, and then everybody's who may read businesses", async () => {
    const id = await saved(ada, "attention=gap", "Gaps");
    const namesOf = async (actor: UserActor) => (await listViews(actor)).map(({ name }) => name);
    expect(await namesOf(ada)).toEqual(["Gaps"]);
    expect(await namesOf(bob)).toEqual([]);
    await expect(openView(bob, id)).rejects.toMatchObject({ code: "not-found" });
    await shareView(ada, { viewId: id, shared: "yes" });
    expect(await listViews(bob)).toMatchObject([
      { name: "Gaps", query: "attention=gap", own: false, shared: true, owner: "Ada" },
    ]);
    expect(await openView(bob, id)).toBe("attention=gap");
    expect(await namesOf(vera)).toEqual([]);
    await expect(openView(vera, id)).rejects.toMatchObject({ code: "not-found" });
    await shareView(bob, { viewId: id, shared: "no" });
    expect(await namesOf(bob)).toEqual([]);
    expect(await entriesAbout(id)).toMatchObject([
      { action: "view.shared", detail: { shared: "no" }, words: { name: { text: "Gaps" } } },
      { action: "view.shared", detail: { shared: "yes" } },
      { action: "view.saved", words: { name: { text: "Gaps" } } },
    ]);
    await deleteView(ada, { viewId: id });
    expect(await database().$count(savedViewVisits, eq(savedViewVisits.viewId, id))).toBe(0);
  });

  it("keep the words that a person searched for out of the audit log", async () => {
    const id = await saved(ada, "q=Wagner", "One business");
    expect(JSON.stringify(await entriesAbout(id))).not.toContain("Wagner");
    await deleteView(ada, { viewId: id });
  });
});

describe("countNew", () => {
  it("counts the cases of each view that changed since it was opened", async () => {
    const cleo = await personOf("analyst", "Cleo");
    await storeCase("new-before");
    const all = await saved(cleo, "", "All");
    const mine = await saved(cleo, "assignee=me&sort=urgent", "Mine");
    const review = await saved(cleo, "status=IN_REVIEW", "In review");
    expect(await countNew(cleo)).toEqual({
      [all]: { n: 0, capped: false },
      [mine]: { n: 0, capped: false },
      [review]: { n: 0, capped: false },
    });
    const inReview = { status: "IN_REVIEW", previous: "IN_PROGRESS" } as const;
    await storeCase("new-1", { status: "IN_PROGRESS" }, inReview);
    await storeCase("new-2");
    await assignCase(cleo, { source: "vove", refId: "new-2", assigneeId: cleo.id });
    await assignCase(cleo, { source: "vove", refId: "new-before", assigneeId: cleo.id });
    const counts = await countNew(cleo);
    expect([counts[all]?.n, counts[mine]?.n, counts[review]?.n]).toEqual([2, 1, 1]);
    await openView(cleo, all);
    const after = await countNew(cleo);
    expect([after[all]?.n, after[mine]?.n]).toEqual([0, 1]);
  });

  it("says nothing of a shared view that one never opened, and stops counting at 99", async () => {
    const dora = await personOf("analyst", "Dora");
    const shared = await saved(ada, "status=IN_PROGRESS", "Shared");
    await shareView(ada, { viewId: shared, shared: "yes" });
    expect(await countNew(dora)).toEqual({});
    await openView(dora, shared);
    await database().execute(sql`
      insert into events (source, message_id, body, body_hash, type, ref_id, status, occurred_at, clock, received_at, secret_fingerprint)
      select 'vove', 'msg_many_' || n, '', '', 'kyb.case.in_progress', 'many-' || n, 'IN_PROGRESS', now(), 'message-id', now() + interval '1 second', 'x'
      from generate_series(1, 120) n`);
    await database().execute(sql`
      insert into cases (source, ref_id, episode, status, status_since, last_change_at, gap, conflict, status_event_id)
      select 'vove', 'many-' || n, 1, 'IN_PROGRESS', now(), now() + interval '1 second', false, false, 1 from generate_series(1, 120) n`);
    expect(await countNew(dora)).toEqual({ [shared]: { n: 99, capped: true } });
    await deleteView(ada, { viewId: shared });
  });
});

describeVerb(saveView, {
  works: () => [{ name: "Mine", query: "assignee=me" }],
  refuses: {
    "wrong-state": {
      "refuses a second of one name": async (actor) => {
        await saved(actor, "", "Mine");
        return [{ name: "Mine", query: "" }];
      },
      "refuses more than fit a sidebar": async (actor) => {
        for (let n = 0; n < MAX_OWN_VIEWS; n++) await saved(actor);
        return [{ name: "One more", query: "" }];
      },
    },
  },
});

describeVerb(deleteView, {
  works: async (actor) => [{ viewId: await saved(actor) }],
  refuses: {
    "not-found": {
      "refuses what is not there": () => [{ viewId: randomUUID() }],
      "refuses another's, shared or not": async () => {
        const viewId = await saved(ada);
        await shareView(ada, { viewId, shared: "yes" });
        return [{ viewId }];
      },
    },
  },
});

describeVerb(shareView, {
  works: async (actor) => [{ viewId: await saved(actor), shared: "yes" as const }],
  refuses: {
    "not-found": async () => [{ viewId: await saved(bob), shared: "yes" as const }],
    "wrong-state": {
      "refuses one that is shared": async (actor) => {
        const viewId = await saved(actor);
        await shareView(actor, { viewId, shared: "yes" });
        return [{ viewId, shared: "yes" as const }];
      },
      "refuses to end what is not shared": async (actor) => [{ viewId: await saved(actor), shared: "no" as const }],
      "refuses one that searches for words": async (actor) => [
        { viewId: await saved(actor, "q=Wagner"), shared: "yes" as const },
      ],
      "refuses more than there is room for": async (actor) => {
        const viewId = await saved(actor);
        await database()
          .insert(savedViews)
          .values(
            Array.from({ length: MAX_SHARED_VIEWS }, () => ({
              userId: bob.id,
              name: randomUUID(),
              query: "",
              shared: true,
            })),
          );
        return [{ viewId, shared: "yes" as const }];
      },
    },
  },
});
