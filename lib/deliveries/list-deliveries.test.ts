import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { personOf } from "#lib/access/testing/people";
import type { Actor } from "#lib/actor";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import type { DeliveriesFilter } from "./filter.ts";
import { listDeliveries } from "./list-deliveries.ts";

let engineer: Actor;
let core: Awaited<ReturnType<typeof storeDestination>>;
let crm: Awaited<ReturnType<typeof storeDestination>>;

const minute = (n: number) => new Date(Date.UTC(2026, 10, 22, 10, n));

beforeAll(async () => {
  engineer = await personOf("engineer");
  core = await storeDestination({ name: "Core banking" });
  crm = await storeDestination({ name: "CRM" });
  await database().execute(sql`insert into sources (slug, name, expected_types) values ('sandbox', 'Sandbox', '{}')`);
  // Each one minute after the one before.
  await storeDelivery({
    destination: core,
    event: { messageId: "d0", refId: "a", type: "kyb.case.in_progress", at: minute(0) },
    attempts: [{ status: 500 }, { fault: "connection refused" }, { status: 200 }],
  });
  await storeDelivery({
    destination: core,
    event: { messageId: "d1", refId: "a", type: "kyb.case.completed", at: minute(1) },
    attempts: [
      { status: 500, state: "failed" },
      { state: "queued", dueAt: new Date("2099-01-01T00:00:00Z") },
    ],
  });
  await storeDelivery({
    destination: crm,
    event: { messageId: "d2", refId: "a", at: minute(2) },
    attempts: [{ status: 404 }],
  });
  await storeDelivery({
    destination: crm,
    event: { messageId: "d3", refId: "b", source: "sandbox", at: minute(3) },
    attempts: [{ state: "skipped", skipped: "The destination was disabled by Ada.", startedAt: null }],
  });
  await storeDelivery({
    destination: core,
    event: { messageId: "d4", refId: "", source: "", sequence: null, episode: null, type: "test", at: minute(4) },
    attempts: [{ state: "running" }],
  });
  await storeDelivery({
    destination: core,
    event: { messageId: "d5", refId: "b", type: "kyb.case.completed", at: minute(5) },
    attempts: [{ fault: "no answer within 15 s" }],
  });
});

async function idsOf(filter: DeliveriesFilter): Promise<string[]> {
  const { items } = await listDeliveries(engineer, filter);
  return items.map(({ messageId }) => messageId);
}

describe("listDeliveries", () => {
  it("gives each with its state, attempts and next attempt", async () => {
    const { items } = await listDeliveries(engineer, { destination: core.id, refId: "a" });
    expect(items).toMatchObject([
      {
        at: minute(1),
        destination: { id: core.id, name: "Core banking" },
        messageId: "d1",
        type: "kyb.case.completed",
        source: "vove",
        refId: "a",
        state: "queued",
        attempt: 2,
        attempts: 1,
        recentAttempts: [{ status: 500, error: "answered 500", durationMs: 41, at: expect.any(Date) }],
        reason: null,
        nextAttemptAt: new Date("2099-01-01T00:00:00Z"),
      },
      {
        messageId: "d0",
        state: "succeeded",
        attempts: 3,
        recentAttempts: [{ status: 500 }, { status: null, error: "connection refused" }, { status: 200, error: null }],
        lastAttempt: { status: 200 },
        nextAttemptAt: null,
      },
    ]);
  });

  it("says why one gave up or was not sent", async () => {
    const { items } = await listDeliveries(engineer, { destination: crm.id });
    expect(items).toMatchObject([
      { messageId: "d3", state: "skipped", attempts: 0, reason: "The destination was disabled by Ada." },
      { messageId: "d2", state: "dead", attempts: 1, reason: "answered 404" },
    ]);
  });

  it.each<[string, () => DeliveriesFilter, string[]]>([
    ["nothing", () => ({}), ["d5", "d4", "d3", "d2", "d1", "d0"]],
    ["destination", () => ({ destination: core.id }), ["d5", "d4", "d1", "d0"]],
    ["an unknown destination", () => ({ destination: randomUUID() }), []],
    ["refId", () => ({ refId: "a" }), ["d2", "d1", "d0"]],
    ["a part of a refId", () => ({ refId: "acme" }), []],
    ["type", () => ({ type: "kyb.case.completed" }), ["d5", "d1"]],
    ["source", () => ({ source: "sandbox" }), ["d3"]],
    ["state succeeded", () => ({ state: "succeeded" }), ["d0"]],
    ["state dead, of all destinations", () => ({ state: "dead" }), ["d5", "d2"]],
    ["state dead and destination", () => ({ state: "dead", destination: core.id }), ["d5"]],
    ["state dead and type", () => ({ state: "dead", type: "account.enabled" }), ["d2"]],
    ["state dead and refId", () => ({ state: "dead", refId: "b" }), ["d5"]],
    ["state dead and time", () => ({ state: "dead", to: minute(5).toISOString() }), ["d2"]],
    ["state running", () => ({ state: "running" }), ["d4"]],
    ["time", () => ({ from: minute(1).toISOString(), to: minute(3).toISOString() }), ["d2", "d1"]],
    ["time and destination", () => ({ from: minute(1).toISOString(), destination: core.id }), ["d5", "d4", "d1"]],
  ])("is filtered by %s", async (_, filter, expected) => {
    expect(await idsOf(filter())).toEqual(expected);
  });

  it("narrows a frequent type and source by state as well", async () => {
    const to = await storeDestination();
    await database().execute(sql`
      with told as (
        insert into outgoing_events (message_id, key, type, source, ref_id, sequence, at, body)
        select 'many-' || n, 'many-' || n, 'letter.sent', 'vove', 'many', n, now(), '{}' from generate_series(1, 2100) as n
        returning id, sequence
      ), written as (
        insert into deliveries (outgoing_event_id, destination_id, format, personal_data)
        select id, ${to.id}, 'casewire', false from told order by sequence returning id, outgoing_event_id
      )
      insert into runs (delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, state)
      select written.id, 'vove', 'many', now(), ${`destination/${to.id}`}, 'emitted', 1,
        case when sequence % 1000 = 0 then 'dead' else 'succeeded' end::run_state
      from written join told on told.id = outgoing_event_id`);
    expect(await idsOf({ type: "letter.sent", state: "dead" })).toEqual(["many-2000", "many-1000"]);
    expect(await idsOf({ type: "letter.sent", source: "vove", state: "dead", destination: to.id })).toHaveLength(2);
    expect(await idsOf({ type: "letter.sent", source: "sandbox", state: "dead" })).toEqual([]);
    const first = await listDeliveries(engineer, { type: "letter.sent", state: "dead" }, { limit: 1 });
    const cursor = first.nextCursor ?? "";
    const second = await listDeliveries(engineer, { type: "letter.sent", state: "dead" }, { limit: 1, cursor });
    expect(second).toMatchObject({ items: [{ messageId: "many-1000" }], nextCursor: null });
    expect(await idsOf({ type: "letter.sent" })).toHaveLength(50);
  });

  it("reads 20,000 deliveries a page at most where no index helps, and goes on from there", async () => {
    const to = await storeDestination();
    await database().execute(sql`
      with told as (
        insert into outgoing_events (message_id, key, type, source, ref_id, sequence, at, body)
        select 'far-' || n, 'far-' || n, case when n > 2001 then 'follow-up.due' else 'follow-up.opened' end, 'vove', 'far', n, now(), '{}'
        from generate_series(1, 22100) as n returning id, sequence
      ), written as (
        insert into deliveries (outgoing_event_id, destination_id, format, personal_data)
        select id, ${to.id}, 'casewire', false from told order by sequence returning id
      )
      insert into runs (delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, state)
      select id, 'vove', 'far', now(), ${`destination/${to.id}`}, 'emitted', 1, 'dead' from written`);
    await database().execute(sql`
      update runs set state = 'succeeded' where delivery_id = (select min(id) from deliveries where destination_id = ${to.id})`);
    const twoPages = async (filter: DeliveriesFilter) => {
      const first = await listDeliveries(engineer, { ...filter, destination: to.id }, { limit: 200 });
      const cursor = first.nextCursor ?? "";
      const second = await listDeliveries(engineer, { ...filter, destination: to.id }, { limit: 200, cursor });
      return [first.items.length, second.items.length, second.items.at(-1)?.messageId, second.nextCursor === null];
    };
    expect(await twoPages({ type: "follow-up.opened" })).toEqual([0, 200, "far-1802", false]);
    expect(await twoPages({ state: "succeeded" })).toEqual([0, 1, "far-1", true]);
  });

  it.each<[string, () => DeliveriesFilter]>([
    ["all", () => ({ destination: core.id })],
    ["by time", () => ({ destination: core.id, from: minute(0).toISOString() })],
    ["by state", () => ({ refId: "a" })],
  ])("pages without a gap or a repetition: %s", async (_, filter) => {
    const whole = await idsOf(filter());
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listDeliveries(engineer, filter(), { limit: 1, cursor });
      paged.push(...page.items.map(({ messageId }) => messageId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole);
  });

  it.each([{ limit: 0 }, { limit: 201 }, { cursor: "zzz" }])("refuses the page %j", async (page) => {
    await expect(listDeliveries(engineer, {}, page)).rejects.toMatchObject({ code: "invalid" });
  });
});
