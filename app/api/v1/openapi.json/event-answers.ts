import { z } from "zod";
import { STATUSES } from "#lib/cases/projection/lifecycle";
import { CAUSES } from "#lib/events/describe-cause";
import { clock, effectState, receiptVerdict, runState, verdict } from "./generic-answers.ts";

const time = z.iso.datetime();
const count = z.int().min(0);
const status = z.enum(STATUSES).nullable();

const event = {
  messageId: z.string(),
  source: z.string(),
  type: z.string(),
  refId: z.string().nullable(),
  status,
  previousStatus: status,
  reason: z.string().nullable(),
  verdict: verdict.nullable().describe("null: not applied to its case yet"),
  occurredAt: time.describe("when the sender made it"),
  clock,
  receivedAt: time,
};

/** An event in a list. */
export const listedEvent = z.object({
  ...event,
  runs: z.array(z.object({ handler: z.string(), state: runState })).describe("the latest of each handler"),
});

const receipt = z.object({
  receivedAt: time,
  attemptedAt: time.nullable(),
  verdict: receiptVerdict,
  cause: z.string().optional(),
  responseStatus: z.int(),
  durationMs: z.number(),
  secret: z.string().nullable().describe("the fingerprint of the secret that verified it"),
});

const run = z.object({
  id: count,
  handler: z.string(),
  trigger: z.string().describe("what queued it: `receipt`, `retry`, `rerun` …"),
  attempt: z.int().min(1),
  state: runState,
  latest: z.boolean(),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  error: z.string().optional(),
  skipped: z.string().optional(),
  nextAttemptAt: time.optional(),
});

/** One event. */
export const foundEvent = z.object({
  ...event,
  unrecognised: z.string().nullable().describe("why it is of no known form"),
  episode: z.int().nullable(),
  removedAt: time.nullable().describe("when retention removed its bytes"),
  bodyBytes: count,
  bodySha256: z.string(),
  receiptsRemovedAt: time.nullable(),
  receipts: z.array(receipt),
  runs: z.array(run).describe("the newest first"),
  effects: z.array(z.object({ key: z.string(), state: effectState, detail: z.string().nullable(), at: time })),
  deliveries: z.array(z.looseObject({ id: count, type: z.string(), state: z.string() })),
});

export const replayed = z.object({ replayId: count, runs: count });

export const rerun = z.object({ runId: count });

/** A refused request. */
export const rejection = z.object({
  receivedAt: time,
  source: z.string(),
  cause: z.enum(CAUSES),
  message: z.string().describe("the cause in words"),
  claimedMessageId: z.string().nullable().describe("nobody vouched for it"),
  attemptedAt: time.nullable(),
  remoteAddress: z.string(),
  bodyBytes: count,
  responseStatus: z.int(),
  durationMs: z.number(),
});
