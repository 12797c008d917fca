import { setTimeout } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { users } from "#db/access-schema";
import { exports } from "#db/desk-schema";
import { database } from "#db/pool";
import { eventually } from "#db/testing/eventually";
import { personOf } from "#lib/access/testing/people";
import { endAbandonedExports } from "./advance-export.ts";
import { cancelExport } from "./cancel-export.ts";
import { exportDecisions } from "./export-decisions.ts";
import { openExport } from "./open-export.ts";
import { streamExport } from "./stream-export.ts";

const KIB = 1024;

async function begun() {
  const actor = await personOf("analyst");
  const exportId = await exportDecisions(actor, { format: "csv" });
  await openExport(actor, exportId);
  return { actor, exportId };
}

async function rowOf(exportId: number) {
  const [row] = await database().select().from(exports).where(eq(exports.id, exportId));
  if (!row) throw new Error("The export is gone.");
  return row;
}

/** Chunks of one row and 16 KiB each. `closed` becomes true when the reader no longer wants any. */
function source(count: number, made = { chunks: 0, closed: false }) {
  return Object.assign(made, {
    async *make(progress: { rows: number }) {
      try {
        while (made.chunks < count) {
          made.chunks++;
          progress.rows++;
          yield new Uint8Array(16 * KIB);
        }
      } finally {
        made.closed = true;
      }
    },
  });
}

describe("streamExport", () => {
  it("counts rows and bytes, and ends as finished", async () => {
    const { make } = source(10);
    const of = await begun();
    const bytes = await new Response(streamExport(of, make)).arrayBuffer();
    expect(bytes.byteLength).toBe(160 * KIB);
    expect(await rowOf(of.exportId)).toMatchObject({ state: "finished", rows: 10, bytes: 160 * KIB, total: null });
    expect((await rowOf(of.exportId)).endedAt).toBeInstanceOf(Date);
  });

  it("makes no more than the reader takes", async () => {
    const made = source(1000);
    const reader = streamExport(await begun(), made.make).getReader();
    await reader.read();
    await setTimeout(50);
    // The one that was taken, and 64 KiB ahead.
    expect(made.chunks).toBeLessThanOrEqual(6);
    await reader.cancel();
    expect(made).toMatchObject({ closed: true });
  });

  it("ends as cancelled when the reader leaves", async () => {
    const of = await begun();
    const reader = streamExport(of, source(1000).make).getReader();
    await reader.read();
    await reader.cancel();
    expect(await rowOf(of.exportId)).toMatchObject({ state: "cancelled" });
    const left = new AbortController();
    const other = await begun();
    const leaving = streamExport({ ...other, signal: left.signal }, source(1000).make).getReader();
    await leaving.read();
    left.abort();
    await expect(leaving.read().then(() => leaving.read())).rejects.toThrow("left");
    await eventually(async () => expect(await rowOf(other.exportId)).toMatchObject({ state: "cancelled" }));
  });

  it("breaks off, and does not end as if it were whole, when a person cancels it", async () => {
    const of = await begun();
    const stream = streamExport({ ...of, heartbeatMs: 20 }, source(1_000_000).make);
    const reader = stream.getReader();
    await reader.read();
    await cancelExport(of.actor, { exportId: of.exportId });
    await expect(readToEnd(reader)).rejects.toThrow("cancelled");
    expect(await rowOf(of.exportId)).toMatchObject({ state: "cancelled" });
  });

  it("breaks off when its reader loses the right", async () => {
    const of = await begun();
    const reader = streamExport({ ...of, heartbeatMs: 20 }, source(1_000_000).make).getReader();
    await reader.read();
    await database().update(users).set({ role: "viewer" }).where(eq(users.id, of.actor.id));
    await expect(readToEnd(reader)).rejects.toThrow("access was taken away");
    await eventually(async () => expect(await rowOf(of.exportId)).toMatchObject({ state: "cancelled" }));
  });

  it("ends as failed when its source does", async () => {
    const of = await begun();
    const stream = streamExport(of, async function* (progress) {
      progress.rows = 1;
      yield new Uint8Array(1);
      throw new Error("no rows any more");
    });
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow("no rows any more");
    await eventually(async () =>
      expect(await rowOf(of.exportId)).toMatchObject({ state: "failed", rows: 1, bytes: 1 }),
    );
  });
});

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  // Slower than the source, so that it does not end by itself.
  while (!(await reader.read()).done) await setTimeout(1);
}

describe("an export", () => {
  it("is downloaded once, by who asked for it", async () => {
    const actor = await personOf("analyst");
    const exportId = await exportDecisions(actor, { format: "csv" });
    await expect(openExport(await personOf("admin"), exportId)).rejects.toMatchObject({ code: "not-found" });
    expect(await openExport(actor, exportId)).toMatchObject({ id: exportId, kind: "decisions", format: "csv" });
    await expect(openExport(actor, exportId)).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("is ended when its process was killed, and when nobody downloads it", async () => {
    const { exportId } = await begun();
    const actor = await personOf("analyst");
    const waiting = await exportDecisions(actor, { format: "csv" });
    expect(await endAbandonedExports()).toBe(0);
    await database().update(exports).set({ advancedAt: sql`now() - interval '61 s'` }).where(eq(exports.id, exportId));
    await database().update(exports).set({ startedAt: sql`now() - interval '61 s'` }).where(eq(exports.id, waiting));
    expect(await endAbandonedExports()).toBe(2);
    expect(await rowOf(exportId)).toMatchObject({ state: "failed" });
    expect(await rowOf(waiting)).toMatchObject({ state: "cancelled" });
    await expect(openExport(actor, waiting)).rejects.toMatchObject({ code: "wrong-state" });
  });
});
