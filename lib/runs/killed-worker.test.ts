import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { asc, eq, sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { auditEntries, businesses, effects, runs } from "#db/schema";
import { eventually } from "#db/testing/eventually";
import { type StoredEvent, storeEvent } from "#db/testing/store-event";
import { catalogue } from "#lib/handlers/catalogue";
import { startMailServer } from "#lib/letters/testing/mail-server";
import { enqueue } from "./enqueue.ts";
import { lockCase } from "./lock-case.ts";
import { startWorker } from "./worker.ts";

const mail = await startMailServer();
process.env.SMTP_URL = mail.url;
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await mail.stop();
});

const queue = (event: StoredEvent, handler: string) =>
  transaction((tx) => enqueue(tx, event, [handler], { trigger: "receipt" }));
const runsOf = (event: StoredEvent) =>
  database().select().from(runs).where(eq(runs.eventId, event.id)).orderBy(asc(runs.id));
const effectsOf = (refId: string) => database().select().from(effects).where(eq(effects.refId, refId));

function startWorkerProcess(): ChildProcess {
  const child = spawn(process.execPath, ["bin/worker.ts"], {
    env: { ...process.env, LOG_LEVEL: "silent" },
    stdio: "ignore",
  });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

it("the runs of a killed worker are taken over within 30 s: an account is enabled once, and a letter that may have left is not sent again", async () => {
  const enabled = await storeEvent({ refId: "enabled", status: "COMPLETED", previousStatus: "IN_REVIEW" });
  const written = await storeEvent({ refId: "written", status: "REJECTED", previousStatus: "IN_REVIEW" });
  await database().insert(businesses).values({ source: "vove", refId: "written", contactEmail: "ann@example.com" });
  // The mail server does not answer the letter yet, and the account waits for its case, which this test has locked.
  const answered = Promise.withResolvers<void>();
  mail.manner = { kind: "hold", until: answered.promise };
  await queue(enabled, "enable-account");
  await queue(written, "notify-customer");
  await transaction(async (tx) => {
    await lockCase(tx, "vove", "enabled");
    const child = startWorkerProcess();
    await eventually(async () => {
      expect(mail.messages).toBe(1);
      expect(await runsOf(enabled)).toMatchObject([{ state: "running" }]);
      const waiting = await database().execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted`);
      expect(waiting).toHaveLength(1);
    });
    await kill(child);
  });
  answered.resolve();
  const killedAt = Date.now();
  const worker = startWorker({ handlers: catalogue });
  await eventually(async () => {
    for (const event of [enabled, written]) {
      expect((await runsOf(event)).at(-1)?.state).toMatch(/succeeded|skipped/);
    }
  });
  expect(Date.now() - killedAt).toBeLessThan(30_000);
  await worker.stop();

  expect(await runsOf(enabled)).toMatchObject([
    { state: "failed", error: "worker lost" },
    { state: "succeeded", attempt: 2, leaseExpiries: 1 },
  ]);
  expect(await effectsOf("enabled")).toMatchObject([{ state: "done" }]);
  expect(await database().select().from(auditEntries).where(eq(auditEntries.action, "account.enabled"))).toHaveLength(
    1,
  );
  expect(await runsOf(written)).toMatchObject([
    { state: "failed", error: "worker lost" },
    { state: "skipped", skipped: expect.stringContaining("A letter may have left at") },
  ]);
  expect(await effectsOf("written")).toMatchObject([{ state: "unknown" }]);
  expect(mail.messages).toBe(1);
}, 90_000);

it("a worker goes on after its connections were cut, also within a transaction, and stops cleanly", async () => {
  const event = await storeEvent({ refId: "cut", status: "COMPLETED", previousStatus: "IN_REVIEW" });
  await queue(event, "enable-account");
  const child = startWorkerProcess();
  await transaction(async (tx) => {
    await lockCase(tx, "vove", "cut");
    await eventually(async () => {
      const cut = await database().execute(
        sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and not granted`,
      );
      expect(cut).toHaveLength(1);
    });
  });
  await database().execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`,
  );
  // Two leases may have to run out: of the run that was cut, and of the attempt that met the second cut.
  await eventually(async () => expect((await runsOf(event)).at(-1)?.state).toBe("succeeded"), 90_000);
  expect(await effectsOf("cut")).toHaveLength(1);
  expect(child.exitCode).toBeNull();
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
}, 150_000);
