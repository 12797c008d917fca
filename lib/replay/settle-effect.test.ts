import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { effects } from "#db/schema";
import { entriesAbout } from "#lib/access/testing/people";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { settleEffect } from "./settle-effect.ts";

const engineer = { kind: "user", id: "e1", label: "Ed", role: "engineer" } as const;
const reason = "asked Ann";

async function effectIn(state: "unknown" | "done", refId: string): Promise<number> {
  const [effect] = await database()
    .insert(effects)
    .values({
      source: "vove",
      refId,
      episode: 1,
      key: `case/${refId}/1/notify-customer`,
      handler: "notify-customer",
      eventId: 1,
      runId: 1,
      state,
    })
    .returning();
  return effect?.id ?? 0;
}
const stateOf = async (id: number) => (await database().select().from(effects).where(eq(effects.id, id)))[0];

describeVerb(settleEffect, {
  works: async () => [{ effectId: await effectIn("unknown", randomUUID()), outcome: "arrived" as const, reason }],
  refuses: {
    "not-found": () => [{ effectId: 999_999, outcome: "arrived" as const, reason }],
    "wrong-state": async () => [
      { effectId: await effectIn("done", randomUUID()), outcome: "not-arrived" as const, reason },
    ],
  },
});

describe("settleEffect", () => {
  it.each([
    ["arrived", "done"],
    ["not-arrived", "failed"],
  ] as const)("settles a letter that %s as %s and leaves its entry", async (outcome, state) => {
    const effectId = await effectIn("unknown", outcome);
    await settleEffect(engineer, { effectId, outcome, reason });
    expect(await stateOf(effectId)).toMatchObject({ state, detail: expect.stringContaining("Ed says it") });
    expect(await entriesAbout(`vove/${outcome}`)).toMatchObject([
      { action: "effect.settled", actorId: "e1", detail: { outcome }, words: { reason: { text: reason } } },
    ]);
  });

  it("is refused for an effect that is not in doubt, and to the second of two concurrent calls", async () => {
    const done = await effectIn("done", "sure");
    await expect(settleEffect(engineer, { effectId: done, outcome: "not-arrived", reason })).rejects.toMatchObject({
      code: "wrong-state",
    });
    const effectId = await effectIn("unknown", "twice");
    const both = await Promise.allSettled(
      (["arrived", "not-arrived"] as const).map((outcome) => settleEffect(engineer, { effectId, outcome, reason })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
