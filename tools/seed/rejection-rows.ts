import { createHash } from "node:crypto";
import { type Random, seeded } from "#bin/simulate/random";
import { receipts, rejectionTallies } from "#db/schema";
import { addressBlock } from "#lib/address-block";
import type { Cause } from "#lib/ingest/cause";
import type { SeedContext } from "./seed-context.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Older tallies are deleted by the worker. */
const TALLIED_MS = 29 * DAY;
const STATUSES: [Cause, number][] = [
  ["bad-signature", 401],
  ["bad-signature", 401],
  ["stale-timestamp", 400],
  ["missing-headers", 400],
  ["malformed-timestamp", 400],
  ["wrong-content-type", 415],
];

/** Adds rejected requests, spread evenly over the days, and the hourly tallies of the recent ones. */
export function addRejections(context: SeedContext, frame: { count: number; days: number; seed: number }): void {
  const random = seeded(frame.seed ^ 0x51_ed_27_0b);
  const tallies = new Map<string, typeof rejectionTallies.$inferSelect>();
  const first = context.until.getTime() - frame.days * DAY;
  for (let n = 0; n < frame.count; n++) {
    const receivedAt = new Date(Math.floor(first + ((n + random.next()) / frame.count) * frame.days * DAY));
    const rejected = rejectionOf(context, receivedAt, random);
    context.rows.add(receipts, rejected);
    if (context.until.getTime() - receivedAt.getTime() > TALLIED_MS) continue;
    const hour = new Date(Math.floor(receivedAt.getTime() / HOUR) * HOUR);
    const remoteAddress = addressBlock(rejected.remoteAddress);
    const key = `${hour.getTime()} ${rejected.cause} ${remoteAddress}`;
    const row = tallies.get(key) ?? {
      source: context.source,
      cause: rejected.cause,
      remoteAddress,
      hour,
      kept: 0,
      counted: 0,
    };
    tallies.set(key, { ...row, kept: row.kept + 1 });
  }
  for (const row of tallies.values()) context.rows.add(rejectionTallies, row);
}

function rejectionOf(context: SeedContext, receivedAt: Date, random: Random) {
  const [cause, responseStatus] = random.pick(STATUSES);
  const body = Buffer.from(JSON.stringify({ refId: `probe-${Math.floor(1e6 * random.next())}`, status: "COMPLETED" }));
  return {
    id: context.nextId("receipts"),
    source: context.source,
    receivedAt,
    remoteAddress: `203.0.113.${Math.floor(256 * random.next())}`,
    headers: [["content-type", "application/json"]] as [string, string][],
    body,
    bodyBytes: body.length,
    bodyHash: createHash("sha256").update(body).digest(),
    messageId: `msg_${Buffer.from(random.bytes(9)).toString("hex")}`,
    attemptedAt: cause === "missing-headers" ? null : receivedAt,
    secretFingerprint: null,
    outcome: "rejected" as const,
    cause,
    responseStatus,
    durationMs: 1 + 2 * random.next(),
    eventId: null,
  };
}
