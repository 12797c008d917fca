import { expect, it } from "vitest";
import { database } from "#db/pool";
import { events, runs } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { actorsWithout } from "#lib/access/testing/people";
import { runNow } from "#lib/handlers/testing/run-now";
import { planHandler, readOnly } from "./plan-handler.ts";

const engineer = { kind: "user", id: "e1", label: "Ed", role: "engineer" } as const;

it("says what the handler would do and, after that is done, that there is nothing to do", async () => {
  const event = await storeEvent({ status: "COMPLETED", previousStatus: "IN_REVIEW" });
  const plan = async (handler: string) => (await planHandler(engineer, { messageId: event.messageId, handler })).lines;
  expect(await plan("update-case")).toEqual([
    { would: "do", sentence: "Case unknown → COMPLETED, episode 1; this event is gap." },
  ]);
  expect(await plan("enable-account")).toEqual([
    { would: "do", sentence: "Enable the account.", effectKey: `case/${event.refId}/1/enable-account` },
  ]);
  expect(await database().$count(runs)).toBe(0);
  await runNow(event, "update-case");
  await runNow(event, "enable-account");
  expect(await plan("update-case")).toMatchObject([{ would: "nothing" }]);
  expect(await plan("enable-account")).toMatchObject([{ would: "not-repeat" }]);
});

it("cannot write: PostgreSQL refuses", async () => {
  await expect(readOnly((tx) => tx.update(events).set({ reason: "x" }))).rejects.toMatchObject({
    cause: { message: expect.stringContaining("read-only transaction") },
  });
});

it("is refused for an event or handler that does not exist, and for an event about no case", async () => {
  const event = await storeEvent({});
  const ask = (messageId: string, handler: string) => planHandler(engineer, { messageId, handler });
  await expect(ask("msg_none", "update-case")).rejects.toMatchObject({ code: "not-found" });
  await expect(ask(event.messageId, "none")).rejects.toMatchObject({ code: "not-found" });
  await database().update(events).set({ refId: null });
  await expect(ask(event.messageId, "update-case")).rejects.toMatchObject({ code: "wrong-state" });
});

it.each(actorsWithout("event:read"))("is not for $label", async (actor) => {
  await expect(planHandler(actor, { messageId: "m", handler: "update-case" })).rejects.toMatchObject({
    code: "not-allowed",
  });
});
