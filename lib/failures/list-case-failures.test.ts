import { expect, it } from "vitest";
import { database } from "#db/pool";
import { effects } from "#db/schema";
import { actorsWithout } from "#lib/access/testing/people";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { listCaseFailures } from "./list-case-failures.ts";
import { failureNamed, storeFailure } from "./testing/stored-failure.ts";

const engineer = { kind: "user", id: "e1", label: "Ed", role: "engineer" } as const;
const of = { source: "vove", refId: "pier", episode: 1, current: 1 };

it("lists what gave up on a case and waits: each action, and one line for a destination and an error", async () => {
  const waits = await storeFailure({ refId: "pier", error: "no such account" });
  const done = await storeFailure({ refId: "pier", error: "no such account" });
  await storeFailure({ refId: "quay", error: "no such account" });
  await database()
    .insert(effects)
    .values({
      ...{ source: "vove", refId: "pier", episode: 1, key: "case/pier/1/enable-account", handler: "enable-account" },
      ...{ eventId: done.event.id, runId: done.runId, state: "done" },
    });
  const destination = await storeDestination();
  for (const _ of [1, 2]) await storeDelivery({ destination, event: { refId: "pier" }, attempts: [{ status: 500 }] });
  const found = await listCaseFailures(engineer, of);
  expect(found).toMatchObject([
    { handler: `destination/${destination.id}`, failure: await failureNamed("answered 500"), messageId: null },
    {
      handler: "enable-account",
      runId: waits.runId,
      messageId: waits.event.messageId,
      attempt: 5,
      error: "no such account",
    },
  ]);
  expect(found).toHaveLength(2);
  expect(await listCaseFailures(engineer, { ...of, episode: 2, current: 2 })).toHaveLength(1);
});

it.each(actorsWithout("failure:read"))("is not for $label", async (actor) => {
  await expect(listCaseFailures(actor, of)).rejects.toMatchObject({ code: "not-allowed" });
});
