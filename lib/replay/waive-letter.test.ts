import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database, transaction } from "#db/pool";
import { businesses, effects, runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { entriesAbout } from "#lib/access/testing/people";
import { runNow } from "#lib/handlers/testing/run-now";
import { enqueue } from "#lib/runs/enqueue";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { planHandler } from "./plan-handler.ts";
import { waiveLetter } from "./waive-letter.ts";

const analyst = { kind: "user", id: "a1", label: "Ada", role: "analyst" } as const;
const reason = "called them on the phone";
const letterOf = (refId: string, episode = 1) => ({ source: "vove", refId, episode, reason });
const waive = (refId: string) => waiveLetter(analyst, letterOf(refId));

/** A rejected case whose letter is not sent, for want of a contact or of a mail server. */
async function unsent(refId: string, contactEmail: string | null = null) {
  await database().insert(businesses).values({ source: "vove", refId, contactEmail });
  const event = await storeEvent({ refId, status: "REJECTED", previousStatus: "IN_REVIEW" });
  await runNow(event, "update-case");
  await runNow(event, "notify-customer");
  return event;
}
const effectsOf = (refId: string) => database().select().from(effects).where(eq(effects.refId, refId));

async function unsentLetter() {
  const refId = randomUUID();
  await unsent(refId);
  return letterOf(refId);
}

describeVerb(waiveLetter, {
  works: async () => [await unsentLetter()],
  refuses: {
    "not-found": {
      "finds no such case": () => [letterOf("nowhere")],
      "finds no episode that it has not": async () => [{ ...(await unsentLetter()), episode: 2 }],
    },
    "wrong-state": {
      "refuses a letter that was waived already": async (ada) => {
        const letter = await unsentLetter();
        await waiveLetter(ada, letter);
        return [letter];
      },
    },
  },
});

describe("waiveLetter", () => {
  it.each([null, "ann@example.com"])(
    "ends the delivery problem of a letter to %s, and writes an audit entry",
    async (contact) => {
      const refId = `to ${contact}`;
      const event = await unsent(refId, contact);
      await waive(refId);
      expect(await effectsOf(refId)).toMatchObject([{ state: "waived", detail: `Ada waived it: ${reason}` }]);
      const [entry] = await entriesAbout(`vove/${refId}`);
      expect(entry).toMatchObject({
        action: "letter.waived",
        actorId: "a1",
        detail: { episode: 1 },
        words: { reason: { text: reason } },
      });
      const asked = { messageId: event.messageId, handler: "notify-customer" };
      expect((await planHandler({ ...analyst, role: "engineer" }, asked)).lines).toMatchObject([
        { would: "skip", sentence: expect.stringContaining("waived") },
      ]);
      expect(await runNow(event, "notify-customer")).toMatchObject({
        state: "skipped",
        skipped: expect.stringContaining("it is not sent"),
      });
    },
  );

  it("waives the letter of a handler that gave up before there was one", async () => {
    const event = await unsent("died");
    await database().delete(effects).where(eq(effects.refId, "died"));
    await database().update(runs).set({ state: "dead" }).where(eq(runs.handler, "notify-customer"));
    await waive("died");
    expect(await effectsOf("died")).toMatchObject([{ state: "waived", eventId: event.id }]);
  });

  it("is refused for a letter that was sent or waived, and to the second of two concurrent calls", async () => {
    await unsent("twice");
    const both = await Promise.allSettled([waive("twice"), waive("twice")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(waive("twice")).rejects.toMatchObject({ code: "wrong-state" });
    await unsent("sent");
    await database().update(effects).set({ state: "done" }).where(eq(effects.refId, "sent"));
    await expect(waive("sent")).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("is refused while the letter will be tried again, and where none is due", async () => {
    const event = await unsent("queued");
    await transaction((tx) => enqueue(tx, event, ["notify-customer"], { trigger: "rerun" }));
    await expect(waive("queued")).rejects.toMatchObject({ code: "wrong-state" });
    await database().update(runs).set({ state: "skipped" }).where(eq(runs.state, "queued"));
    const open = await storeEvent({ refId: "open" });
    await runNow(open, "update-case");
    await expect(waive("open")).rejects.toMatchObject({ code: "wrong-state" });
  });
});
