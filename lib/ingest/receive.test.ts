import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "#db/connect";
import { type Embedded, startEmbedded } from "#db/embedded";
import { migrate } from "#db/migrate";
import { closePool, database, databaseUrl } from "#db/pool";
import { events, receipts, runs, sourceSecrets } from "#db/schema";
import { whenLive } from "#lib/live/listen";
import { seal } from "#lib/seal";
import { messageIdAt } from "#lib/sources/message-id";
import { parseSecret } from "#lib/sources/secret";
import { signedHeaders } from "#lib/sources/sign";
import { invalidateSecrets } from "#lib/sources/verification-secrets";
import { receive } from "./receive.ts";

const SECRET = `whsec_${randomBytes(24).toString("base64")}`;
const BODY = Buffer.from('{"refId":"acme","status":"COMPLETED","previousStatus":"IN_REVIEW"}');
const FOLDER = `node_modules/.cache/casewire/stalled-cluster-${process.pid}`;
const suiteUrl = databaseUrl();

let server: Embedded;

function arrive(messageId: string) {
  const headers = signedHeaders(SECRET, { messageId, body: BODY, attemptedAt: new Date() });
  const startedAt = performance.now();
  return receive({ source: "vove", headers, body: BODY, remoteAddress: "::1", receivedAt: new Date(), startedAt });
}

/** The server's own processes for our connections, and its postmaster. */
async function serverProcesses(): Promise<number[]> {
  const admin = connect(server.ownerUrl);
  const rows =
    await admin`select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;
  await admin.end();
  const postmaster = Number(readFileSync(`${FOLDER}/data/postmaster.pid`, "utf8").split("\n")[0]);
  return [postmaster, ...rows.map((row) => Number(row.pid))];
}

beforeAll(async () => {
  server = await startEmbedded(FOLDER, { settings: { fsync: "off" } });
  await migrate(server.ownerUrl, server.url);
  await closePool();
  process.env.DATABASE_URL = server.url;
  const { fingerprint, hint } = parseSecret(SECRET);
  await database()
    .insert(sourceSecrets)
    .values({ source: "vove", sealed: seal(SECRET), fingerprint, hint, createdBy: "test" });
  invalidateSecrets();
});

afterAll(async () => {
  await closePool();
  process.env.DATABASE_URL = suiteUrl;
  await server.stop();
});

describe("while PostgreSQL does not respond", () => {
  it("says unavailable before the sender gives up, and stores the resend once", {
    timeout: 60_000,
  }, async () => {
    expect(await arrive("msg_first")).toMatchObject({ kind: "accepted" });
    // The first LISTEN makes the secrets read again: they are read before PostgreSQL stops, not while it does.
    expect(await whenLive(20_000)).toBe(true);
    expect(await arrive("msg_before")).toMatchObject({ kind: "accepted" });
    const stopped = await serverProcesses();
    for (const pid of stopped) process.kill(pid, "SIGSTOP");
    const ids = Array.from({ length: 30 }, () => messageIdAt(new Date()));
    const began = performance.now();
    try {
      const outcomes = await Promise.all(ids.map(arrive));
      expect(outcomes).toEqual(ids.map(() => ({ kind: "unavailable", why: "timeout" })));
      expect(performance.now() - began).toBeLessThan(8000);
    } finally {
      for (const pid of stopped) process.kill(pid, "SIGCONT");
    }
    // What was begun may commit late or not at all: either way each message is in exactly once after its resend.
    await pause(500);
    const again = await Promise.all(ids.map(arrive));
    expect(again.filter(({ kind }) => kind !== "accepted" && kind !== "duplicate")).toEqual([]);
    for (const id of ids) {
      const found = await database().select({ id: events.id }).from(events).where(eq(events.messageId, id));
      expect(found).toHaveLength(1);
      expect(await database().$count(runs, eq(runs.eventId, found[0]?.id ?? 0))).toBe(2);
    }
  });

  it("says unavailable at once when it refuses connections, and recovers by itself", { timeout: 60_000 }, async () => {
    await server.stop();
    const began = performance.now();
    expect(await arrive("msg_refused")).toMatchObject({ kind: "unavailable" });
    expect(performance.now() - began).toBeLessThan(8000);
    server = await startEmbedded(FOLDER, { settings: { fsync: "off", port: new URL(server.url).port } });
    expect(new URL(server.url).port).toBe(new URL(process.env.DATABASE_URL ?? "").port);
    let outcome = await arrive("msg_refused");
    for (let tries = 0; outcome.kind === "unavailable" && tries < 20; tries++) {
      await pause(250);
      outcome = await arrive("msg_refused");
    }
    expect(outcome.kind).toBe("accepted");
    expect(await database().$count(receipts, eq(receipts.messageId, "msg_refused"))).toBe(1);
  });
});
