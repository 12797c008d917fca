import { expect, it } from "vitest";
import { transaction } from "#db/pool";
import { personOf } from "#lib/access/testing/people";
import { putBusiness } from "#lib/businesses/put-business";
import { noteCase } from "#lib/cases/note-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { storeEvents } from "#lib/events/testing/stored";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import type { Action } from "./actions.ts";
import { listEntries } from "./list-entries.ts";
import { record } from "./record.ts";

it("finds the entries about a case, its messages, its deliveries and its business, and about no other", async () => {
  const ada = await personOf("engineer", "Ada");
  const refId = "a/b c";
  const acted = (action: Action, subject: { kind: string; id: string | number }, detail = {}) =>
    transaction((tx) => record(tx, { actor: ada, action, subject, detail }));
  await storeCase(refId, { status: "COMPLETED" });
  await storeCase("other");
  const [event] = await storeEvents({ refId });
  const [foreign] = await storeEvents({ refId: "other" });
  const { delivery } = await storeDelivery({ event: { refId } });
  const { delivery: another } = await storeDelivery({ event: { refId: "other" } });
  for (const of of [refId, "other"]) {
    await noteCase(ada, { source: "vove", refId: of, body: "x" });
    await putBusiness(ada, { source: "vove", refId: of, name: "Harbour" });
  }
  await acted("handler.rerun", { kind: "event", id: event?.messageId ?? "" }, { source: "vove" });
  await acted("handler.rerun", { kind: "event", id: event?.messageId ?? "" }, { source: "elsewhere" });
  await acted("handler.rerun", { kind: "event", id: foreign?.messageId ?? "" });
  await acted("delivery.resent", { kind: "delivery", id: delivery.id });
  await acted("delivery.resent", { kind: "delivery", id: another.id });
  await acted("case.flagged", { kind: "case", id: `elsewhere/${refId}` });

  const found = async (name: string) => (await listEntries(ada, { case: name })).entries.map(({ action }) => action);
  expect(await found(`vove/${refId}`)).toEqual(["delivery.resent", "handler.rerun", "business.put", "case.noted"]);
  expect(await found("vove/nobody")).toEqual([]);
  const { entries } = await listEntries(ada, { case: `vove/${refId}`, action: "case.noted" });
  expect(entries.map(({ subjectId }) => subjectId)).toEqual([`vove/${refId}`]);
  const first = await listEntries(ada, { case: `vove/${refId}` }, { limit: 3 });
  const rest = await listEntries(ada, { case: `vove/${refId}` }, { limit: 3, before: first.next ?? 0 });
  expect([first, rest].map(({ entries: page }) => page.length)).toEqual([3, 1]);
});
