import { createHash, randomBytes } from "node:crypto";
import { asc, eq, inArray, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { database, transaction } from "#db/pool";
import { events, receipts, runs } from "#db/schema";
import { eventually } from "#db/testing/eventually";
import { ownerDatabase } from "#db/testing/owner";
import { messageIdAt } from "#lib/sources/message-id";
import { signedHeaders } from "#lib/sources/sign";
import type { Message } from "./prepare.ts";
import { receive } from "./receive.ts";
import { type StoredOutcome, storeMessages } from "./store-messages.ts";

const SECRET = `whsec_${randomBytes(24).toString("base64")}`;
const COMPLETED = '{"refId":"acme","status":"COMPLETED","previousStatus":"IN_REVIEW"}';
const newIds = (count: number) => Array.from({ length: count }, () => messageIdAt(new Date()));

beforeAll(() => {
  vi.stubEnv("VOVE_WEBHOOK_SECRETS", SECRET);
});

function arrive(messageId: string, text: string | Buffer = COMPLETED) {
  const body = Buffer.from(text);
  const headers = signedHeaders(SECRET, { messageId, body, attemptedAt: new Date() });
  const startedAt = performance.now();
  return receive({ source: "vove", headers, body, remoteAddress: "::1", receivedAt: new Date(), startedAt });
}

async function receiptsOf(ids: string[]) {
  return database()
    .select({ messageId: receipts.messageId, outcome: receipts.outcome, transaction: sql`xmin::text` })
    .from(receipts)
    .where(inArray(receipts.messageId, ids))
    .orderBy(asc(receipts.id));
}

/** How many transactions wrote these receipts. */
async function transactionsOf(ids: string[]): Promise<number> {
  return new Set((await receiptsOf(ids)).map((row) => row.transaction)).size;
}

describe("requests that arrive together", () => {
  it("are written together, each with its event and its runs", async () => {
    const ids = newIds(200);
    const outcomes = await Promise.all(ids.map((id) => arrive(id)));
    expect(outcomes).toEqual(ids.map((messageId) => ({ kind: "accepted", messageId })));
    expect(await receiptsOf(ids)).toHaveLength(200);
    expect(await transactionsOf(ids)).toBeLessThan(10);
    const stored = await database().select({ id: events.id }).from(events).where(inArray(events.messageId, ids));
    expect(stored).toHaveLength(200);
    const eventIds = stored.map((event) => event.id);
    expect(await database().$count(runs, inArray(runs.eventId, eventIds))).toBe(400);
  });

  it("are cut into transactions of bounded bytes", async () => {
    const ids = newIds(5);
    const text = JSON.stringify({ refId: "acme", status: "COMPLETED", previousStatus: "x".repeat(1_000_000) });
    const outcomes = await Promise.all(ids.map((id) => arrive(id, text)));
    expect(outcomes).toEqual(ids.map((messageId) => ({ kind: "accepted", messageId })));
    expect(await transactionsOf(ids)).toBeGreaterThanOrEqual(2);
  });

  it("with one id are one event, with the bytes of the first", async () => {
    const [id = ""] = newIds(1);
    const other = COMPLETED.replace("acme", "other");
    const outcomes = await Promise.all([
      arrive(id),
      arrive(id),
      arrive(id, other),
      ...newIds(5).map((one) => arrive(one)),
    ]);
    expect(outcomes.slice(0, 3).map((outcome) => outcome.kind)).toEqual(["accepted", "duplicate", "payload_mismatch"]);
    expect((await receiptsOf([id])).map((row) => row.outcome)).toEqual(["accepted", "duplicate", "payload_mismatch"]);
    expect(await transactionsOf([id])).toBe(2);
    const stored = await database().select().from(events).where(eq(events.messageId, id));
    expect(stored).toMatchObject([{ refId: "acme" }]);
  });

  it("queue the dead runs of each repeated event again, once", async () => {
    const ids = newIds(3);
    await Promise.all(ids.map((id) => arrive(id)));
    await database().update(runs).set({ state: "dead" }).where(eq(runs.refId, "acme"));
    await Promise.all([...ids, ...ids].map((id) => arrive(id)));
    const stored = database().select({ id: events.id }).from(events).where(inArray(events.messageId, ids));
    const latest = await database()
      .select({ state: runs.state, trigger: runs.trigger })
      .from(runs)
      .where(sql`${inArray(runs.eventId, stored)} and latest`);
    expect(latest).toEqual(Array.from({ length: 6 }, () => ({ state: "queued", trigger: "duplicate" })));
  });
});

describe("bodies", () => {
  async function kept(bodies: readonly Buffer[]): Promise<(Buffer | undefined)[]> {
    const ids = newIds(bodies.length);
    const outcomes = await Promise.all(bodies.map((body, nth) => arrive(ids[nth] ?? "", body)));
    expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(new Set(["accepted"]));
    const stored = await database()
      .select({ messageId: events.messageId, body: events.body, hash: events.bodyHash })
      .from(events)
      .where(inArray(events.messageId, ids));
    for (const { body, hash } of stored) expect(createHash("sha256").update(body).digest()).toEqual(hash);
    const byId = new Map(stored.map(({ messageId, body }) => [messageId, body]));
    return ids.map((id) => byId.get(id));
  }

  it("of any bytes are kept byte for byte, several at once", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
      fc.json({ stringUnit: "binary", noUnicodeString: false }).map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(`\ufeff${text}`)),
      fc.string({ unit: "binary" }).map((text) => Buffer.from(` ${JSON.stringify({ refId: text })}\n`)),
      fc
        .constantFrom("", "\0", '"\\u0000"', '{"a":"\\ud800"}', '{"a":1,"a":2}', "\ufeff", "[1e400]", '"\\\\"')
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 40 }), async (bodies) => {
        expect(await kept(bodies)).toEqual(bodies);
      }),
      { numRuns: 20 },
    );
  });

  it("of a mebibyte are kept byte for byte, as text and as bytes", async () => {
    const text = JSON.stringify({ refId: "large", padding: 'é"\\\u2028'.repeat(100_000) });
    const bodies = [
      Buffer.from(text.slice(0, 40_000)),
      randomBytes(1024 * 1024),
      Buffer.from(COMPLETED.padEnd(1024 * 1024)),
    ];
    expect((await kept(bodies)).map((body, nth) => body?.equals(bodies[nth] ?? Buffer.of()))).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe("a row that PostgreSQL refuses", () => {
  afterEach(async () => {
    await ownerDatabase().execute(sql`alter table receipts drop constraint bad_rows`);
  });

  it("is answered 503 without its neighbours", async () => {
    const [bad = "", ...good] = newIds(6);
    await ownerDatabase().execute(
      sql`alter table receipts add constraint bad_rows check (message_id <> ${sql.raw(`'${bad}'`)}) not valid`,
    );
    const outcomes = await Promise.all([...good.slice(0, 2), bad, ...good.slice(2)].map((id) => arrive(id)));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual([
      ...["accepted", "accepted", "unavailable", "accepted", "accepted", "accepted"],
    ]);
    expect(outcomes[2]).toEqual({ kind: "unavailable", why: "fault" });
    expect(await receiptsOf([bad, ...good])).toHaveLength(5);
  });
});

describe("a batch that hangs", () => {
  /** Runs `work` while an open transaction has inserted the event of `id`, so that storing that id waits. */
  async function whileLocked(id: string, work: () => Promise<void>): Promise<void> {
    await expect(
      transaction(async (tx) => {
        await tx.insert(events).values({
          ...{
            source: "vove",
            messageId: id,
            type: "unrecognised",
            clock: "receipt",
            secretFingerprint: "0123456789ab",
          },
          ...{ body: Buffer.from(COMPLETED), bodyHash: createHash("sha256").update(COMPLETED).digest() },
          ...{ occurredAt: new Date(), receivedAt: new Date() },
        });
        await work();
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
  }

  it("does not delay messages that come later", async () => {
    const [stuck = "", ...others] = newIds(4);
    await whileLocked(stuck, async () => {
      const hanging = arrive(stuck);
      await eventually(async () => expect(await waitingForLocks()).toHaveLength(1));
      const began = performance.now();
      for (const id of others) expect(await arrive(id)).toMatchObject({ kind: "accepted" });
      expect(performance.now() - began).toBeLessThan(2000);
      expect(await hanging).toEqual({ kind: "unavailable", why: "timeout" });
    });
  });

  it("that ends with its connection fails its own requests only", async () => {
    const [stuck = "", ...others] = newIds(4);
    await whileLocked(stuck, async () => {
      const hanging = arrive(stuck);
      const [pid] = await eventually(async () => {
        const pids = await waitingForLocks();
        expect(pids).toHaveLength(1);
        return pids;
      });
      const later = others.map((id) => arrive(id));
      await database().execute(sql`select pg_cancel_backend(${pid}::int)`);
      expect(await hanging).toEqual({ kind: "unavailable", why: "fault" });
      expect(new Set((await Promise.all(later)).map((outcome) => outcome.kind))).toEqual(new Set(["accepted"]));
    });
  });
});

it("never deadlocks with another transaction that holds the same ids in another order", async () => {
  for (let round = 0; round < 5; round++) {
    const ids = newIds(40);
    const outcomes: StoredOutcome[] = [];
    const onStored = (_: number, outcome: StoredOutcome) => void outcomes.push(outcome);
    await Promise.all([ids, [...ids].reverse()].map((order) => storeMessages(order.map(messageOf), onStored)));
    expect(outcomes.sort()).toEqual([...ids.map(() => "accepted"), ...ids.map(() => "duplicate")]);
  }
});

function messageOf(messageId: string): Message {
  return {
    source: "vove",
    messageId,
    attemptedAt: new Date(),
    secretFingerprint: "0123456789ab",
    body: Buffer.from(COMPLETED),
    headers: [],
    remoteAddress: "::1",
    receivedAt: new Date(),
    startedAt: performance.now(),
  };
}

async function waitingForLocks(): Promise<number[]> {
  const rows = await database().execute<{ pid: number }>(
    sql`select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  );
  return rows.map((row) => row.pid);
}
