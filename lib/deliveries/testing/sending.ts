/** Two receivers on loopback, workers that send to them, and destinations that stand for them. For tests of what is sent, which set CASEWIRE_DESTINATIONS_ALLOW. */
import { randomUUID } from "node:crypto";
import { asc, eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, expect, vi } from "vitest";
import { deliveryAttempts, destinationSecrets, destinations } from "#db/destination-schema";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import { startDeliveryWorker } from "#lib/deliveries/delivery-worker";
import type { Resolve } from "#lib/egress/resolve-host";
import { emit } from "#lib/outgoing/emit";
import { seal } from "#lib/seal";
import { newSecret } from "#lib/sources/secret";
import { startReceiver } from "./test-receiver.ts";

export const receiver = await startReceiver();
export const other = await startReceiver();
afterAll(() => Promise.all([receiver.stop(), other.stop()]));

export const workers: ReturnType<typeof startDeliveryWorker>[] = [];
export const start = (resolve?: Resolve) =>
  workers.push(startDeliveryWorker({ worker: randomUUID(), ...(resolve ? { resolve } : {}) }));
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
beforeEach(async () => {
  await database().execute(sql`update destinations set deleted_at = now()`);
  for (const one of [receiver, other]) {
    one.requests.length = 0;
    one.answer = (response) => response.writeHead(204).end();
  }
});

type Given = Partial<typeof destinations.$inferInsert>;

export async function destination(given: Given = {}) {
  const [row] = await database()
    .insert(destinations)
    .values({ name: `Core ${randomUUID()}`, url: receiver.url, createdBy: "Ada", ...given })
    .returning();
  if (!row) throw new Error("no destination");
  const secret = await addSecret(row.id);
  return { ...row, secret };
}

export async function addSecret(destinationId: string, given: Partial<typeof destinationSecrets.$inferInsert> = {}) {
  const secret = newSecret();
  await database()
    .insert(destinationSecrets)
    .values({ destinationId, sealed: seal(secret), fingerprint: "x", hint: "x", createdBy: "Ada", ...given });
  return secret;
}

let serial = 0;
/** Emits something about a case, and returns its key. */
export async function happens(refId: string, given: { at?: string } = {}): Promise<string> {
  const key = `test-${++serial}`;
  const facts = { enabledAt: given.at ?? new Date().toISOString() };
  await transaction((tx) => emit(tx, [{ type: "account.enabled", key, about: { source: "vove", refId }, facts }]));
  return key;
}

export const attemptsOf = (destinationId: string) =>
  database()
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.destinationId, destinationId))
    .orderBy(asc(deliveryAttempts.runId));
export const runsOf = (destinationId: string) =>
  database()
    .select()
    .from(runs)
    .where(eq(runs.handler, `destination/${destinationId}`))
    .orderBy(asc(runs.id));
export const stateOf = async (id: string) =>
  (await database().select().from(destinations).where(eq(destinations.id, id)))[0];
export const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
export const untilEnded = (destinationId: string, count: number) =>
  until(async () => {
    const ended = (await runsOf(destinationId)).filter(({ state }) => state !== "queued" && state !== "running");
    expect(ended.length).toBeGreaterThanOrEqual(count);
  });
/** Lets the next attempts fall due. */
export const makeDue = () =>
  database().execute(sql`update runs set due_at = now() - interval '1 second' where state = 'queued'`);
export const sequenceOf = ({ body }: { body: Buffer }) => JSON.parse(body.toString("utf8")).data.sequence as number;
