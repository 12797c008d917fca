import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { entriesAbout } from "#lib/access/testing/people";
import { enqueue } from "#lib/runs/enqueue";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { rerunHandler } from "./rerun-handler.ts";

const engineer = { kind: "user", id: "e1", label: "Ed", role: "engineer" } as const;
const reason = "the contact came";

async function endedRun(handler = "update-case") {
  const event = await storeEvent({});
  const [id = 0] = await transaction((tx) => enqueue(tx, event, [handler], { trigger: "receipt" }));
  await database().update(runs).set({ state: "dead" }).where(eq(runs.id, id));
  return { event, id };
}

describeVerb(rerunHandler, {
  works: async () => [{ runId: (await endedRun()).id, reason }],
  refuses: {
    "not-found": {
      "finds no run": () => [{ runId: 999_999, reason }],
      "finds no handler of that name any more": async () => [
        { runId: (await endedRun("of-an-older-version")).id, reason },
      ],
    },
    "wrong-state": async () => {
      const { id: runId } = await endedRun();
      await rerunHandler(engineer, { runId, reason });
      return [{ runId, reason }];
    },
  },
});

describe("rerunHandler", () => {
  it("queues the handler again on its event and writes an audit entry", async () => {
    const { event, id } = await endedRun();
    const { runId } = await rerunHandler(engineer, { runId: id, reason });
    expect(await database().select().from(runs).where(eq(runs.id, runId))).toMatchObject([
      {
        eventId: event.id,
        handler: "update-case",
        trigger: "rerun",
        attempt: 1,
        state: "queued",
        latest: true,
        requestedBy: "Ed",
        requestReason: reason,
      },
    ]);
    expect(await entriesAbout(event.messageId)).toMatchObject([
      { action: "handler.rerun", actorId: "e1", detail: { runId }, words: { reason: { text: reason } } },
    ]);
  });

  it("is refused while the handler is queued or running, also for an older run, and to the second of two concurrent calls", async () => {
    const { id } = await endedRun();
    const both = await Promise.allSettled([1, 2].map(() => rerunHandler(engineer, { runId: id, reason })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(rerunHandler(engineer, { runId: id, reason })).rejects.toMatchObject({ code: "wrong-state" });
  });
});
