import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditWords } from "#db/audit-schema";
import { database } from "#db/pool";
import { businesses, cases, events, letters, notes, receipts } from "#db/schema";
import { ownerDatabase } from "#db/testing/owner";
import { actorsWithout, entriesAbout, personOf } from "#lib/access/testing/people";
import { storedLinks } from "#lib/audit/stored-links";
import { verifyLinks } from "#lib/audit/verification/verify-links";
import { findCase } from "#lib/cases/find-case";
import { flagCase } from "#lib/cases/flag-case";
import { holdCase } from "#lib/cases/hold-case";
import { resolveFollowUp } from "#lib/cases/resolve-follow-up";
import { settle } from "#lib/cases/testing/stored-case";
import { startReplay } from "#lib/replay/start-replay";
import { storeEnded } from "#lib/retention/testing/store-ended";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { eraseSubject, planErasure } from "./erase-subject.ts";

const admin = await personOf("admin", "Grace");
const ADDRESS = "ada@acme.example";
const case_ = (refId: string) => ({ source: "vove", refId });
const reason = "Asked for on 20 November, ticket 812";

/** Every row of what a case may hold, to be compared. */
async function contents() {
  const [held] = await database().execute(sql`
    select (select jsonb_agg(to_jsonb(events) - 'removed_at' order by id) from events) as events,
      (select jsonb_agg(to_jsonb(runs) order by id) from runs) as runs, (select jsonb_agg(to_jsonb(letters)) from letters) as letters,
      (select jsonb_agg(to_jsonb(notes)) from notes) as notes, (select jsonb_agg(to_jsonb(businesses)) from businesses) as businesses,
      (select jsonb_agg(to_jsonb(cases) order by id) from cases) as cases, (select jsonb_agg(to_jsonb(audit_words)) from audit_words) as words,
      (select count(*) from audit_entries) as entries, (select count(*) from receipts) as receipts`);
  return held;
}

beforeEach(async () => {
  await ownerDatabase().execute(
    sql`truncate receipts, events, cases, businesses, effects, replays restart identity cascade`,
  );
});

/** More cases of one address than are locked together. */
async function storeMany() {
  await database().execute(sql`
    insert into events (source, message_id, body, body_hash, type, ref_id, status, previous_status, occurred_at, clock, received_at, secret_fingerprint)
    select 'vove', 'many-' || n, '{}', '', 'kyb.case.completed', 'many-' || n, 'COMPLETED', 'IN_REVIEW', now(), 'message-id', now(), 'x'
    from generate_series(1, 201) as n`);
  await database().execute(sql`
    insert into cases (source, ref_id, episode, status, status_since, gap, conflict, status_event_id, last_change_at)
    select source, ref_id, 1, status, now(), false, false, id, now() from events`);
  await database().execute(
    sql`insert into businesses (source, ref_id, contact_email) select source, ref_id, ${ADDRESS} from cases`,
  );
}

describeVerb(eraseSubject, {
  works: async () => {
    await storeEnded("ended", 1);
    return [{ ...case_("ended"), reason }];
  },
  refuses: {
    "not-found": {
      "does not find a case that is not there": () => [{ ...case_("nobody"), reason }],
      "does not find an address that is not there": () => [{ source: "vove", contactEmail: "x@y.example", reason }],
    },
    invalid: {
      "wants a case or an address": () => [{ source: "vove", reason }],
      "wants one of the two": () => [{ ...case_("nobody"), contactEmail: ADDRESS, reason }],
    },
    "too-many": {
      "refuses more cases of one address than are locked together": async () => {
        await storeMany();
        return [{ source: "vove", contactEmail: ADDRESS, reason }];
      },
    },
    "wrong-state": {
      "refuses what is erased already": async (grace) => {
        await storeEnded("erased", 1);
        await eraseSubject(grace, { ...case_("erased"), reason });
        return [{ ...case_("erased"), reason }];
      },
    },
  },
});

describe("eraseSubject", () => {
  it("removes the content of a case in all its episodes, keeps its history, and writes an audit entry that outlasts it", async () => {
    const { id } = await storeEnded("one", 1);
    await flagCase(admin, { ...case_("one"), reason: `Called ${ADDRESS}` });
    await resolveFollowUp(admin, { ...case_("one"), outcome: "She called back" });
    const before = await findCase(admin, case_("one"));
    const erased = await eraseSubject(admin, { ...case_("one"), reason });
    expect(erased).toMatchObject({ cases: 1, messages: 3, requests: 2, letters: 1, notes: 1, followUps: 1, words: 2 });
    await settle("one");
    const after = await findCase(admin, case_("one"));
    expect(after).toMatchObject({ id, status: "REJECTED", episodes: before.episodes, removedAt: expect.any(Date) });
    expect(await database().$count(events, sql`body <> ''`)).toBe(0);
    expect([
      await database().$count(letters),
      await database().$count(notes),
      await database().$count(receipts),
    ]).toEqual([0, 0, 0]);
    const [entry, resolved, flagged] = await entriesAbout("vove/one");
    expect(entry).toMatchObject({
      action: "subject.erased",
      actorLabel: "Grace",
      detail: { by: "case", erased: { messages: 3, words: 2 } },
      words: { reason: { text: reason } },
    });
    expect([resolved?.words.outcome, flagged?.words.reason]).toEqual([
      { text: null, erasedAt: expect.any(Date) },
      { text: null, erasedAt: expect.any(Date) },
    ]);
    expect((await verifyLinks(storedLinks())).flaw).toBeNull();
  });

  it("erases every case whose business has the address, in upper or lower case, and no other", async () => {
    for (const refId of ["a-1", "a-2", "other"]) await storeEnded(refId, 1);
    await database().update(businesses).set({ contactEmail: "Ada@ACME.example" }).where(eq(businesses.refId, "a-2"));
    await database().update(businesses).set({ contactEmail: "x@acme.example" }).where(eq(businesses.refId, "other"));
    const erased = await eraseSubject(admin, { source: "vove", contactEmail: ADDRESS, reason });
    expect(erased).toMatchObject({ cases: 2, businesses: 2, refIds: ["a-1", "a-2"] });
    const kept = await database().select({ refId: cases.refId }).from(cases).where(sql`removed_at is null`);
    expect(kept).toEqual([{ refId: "other" }]);
    const entries = await Promise.all(["a-1", "a-2"].map((refId) => entriesAbout(`vove/${refId}`)));
    expect(entries.map(([entry]) => entry?.action)).toEqual(["subject.erased", "subject.erased"]);
    expect(JSON.stringify(entries.map(([entry]) => entry)).toLowerCase()).not.toContain(ADDRESS);
  });

  it("erases words with the address about no case, such as the reason of a replay", async () => {
    await storeEnded("replayed", 1);
    await startReplay(admin, { selection: { filter: { refId: "replayed" } }, reason: `For ${ADDRESS.toUpperCase()}` });
    await database().execute(sql`update runs set state = 'succeeded' where state = 'queued'`);
    const erased = await eraseSubject(admin, { source: "vove", contactEmail: ADDRESS, reason });
    expect(erased).toMatchObject({ replays: 1 });
    const left = await database().select().from(auditWords).where(sql`strpos(lower(text), ${ADDRESS}) > 0`);
    expect(left).toEqual([]);
  });

  it("refuses a case under legal hold, also among others of the address, and erases nothing", async () => {
    for (const refId of ["held-1", "held-2"]) await storeEnded(refId, 1);
    await holdCase(admin, { ...case_("held-2"), reason: "The prosecutor asked" });
    const before = await contents();
    for (const of of [case_("held-2"), { source: "vove", contactEmail: ADDRESS }]) {
      const refused = { code: "wrong-state", message: expect.stringContaining("Under legal hold: case held-2") };
      await expect(eraseSubject(admin, { ...of, reason })).rejects.toMatchObject(refused);
      await expect(planErasure(admin, of)).rejects.toMatchObject(refused);
    }
    expect(await contents()).toEqual(before);
  });

  it("refuses a case with something pending, and one that is erased already", async () => {
    await storeEnded("busy", 1);
    await flagCase(admin, { ...case_("busy"), reason: "Call" });
    const busy = { code: "wrong-state", message: expect.stringContaining("Still at work: case busy") };
    await expect(eraseSubject(admin, { ...case_("busy"), reason })).rejects.toMatchObject(busy);
    await resolveFollowUp(admin, { ...case_("busy"), outcome: "Called" });
    await eraseSubject(admin, { ...case_("busy"), reason });
    const again = { code: "wrong-state", message: expect.stringContaining("Nothing is left") };
    await expect(eraseSubject(admin, { ...case_("busy"), reason })).rejects.toMatchObject(again);
  });

  it.each(actorsWithout("subject:erase"))("is not planned for others either: not for $role", async (actor) => {
    await storeEnded("forbidden", 1);
    await expect(planErasure(actor, case_("forbidden"))).rejects.toMatchObject({ code: "not-allowed" });
    expect(await database().$count(events, sql`removed_at is not null`)).toBe(0);
  });
});

describe("planErasure", () => {
  it("counts what eraseSubject then erases, and erases nothing", async () => {
    for (const refId of ["plan-1", "plan-2"]) await storeEnded(refId, 1);
    const before = await contents();
    const of = { source: "vove", contactEmail: ADDRESS };
    const plan = await planErasure(admin, of);
    expect(await contents()).toEqual(before);
    expect(await eraseSubject(admin, { ...of, reason })).toEqual(plan);
  });
});
