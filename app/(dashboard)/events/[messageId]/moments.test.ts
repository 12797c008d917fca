import { describe, expect, it } from "vitest";
import { findEvent } from "#lib/events/find-event";
import { engineer } from "#lib/events/testing/actors";
import { START, storeEvents, storeReceipt, storeRun } from "#lib/events/testing/stored";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { momentsOf } from "./moments.ts";

const at = (seconds: number) => new Date(START + seconds * 1000);

describe("momentsOf", () => {
  it("tells what happened in order, made first even where the sender's clock is ahead", async () => {
    const [event] = await storeEvents({ messageId: "msg_1", occurredAt: at(5), receivedAt: at(0) });
    if (event === undefined) throw new Error("Nothing was stored.");
    await storeReceipt({ eventId: event.id, receivedAt: at(0) });
    await storeReceipt({ eventId: event.id, receivedAt: at(60), outcome: "duplicate" });
    await storeRun(event, { startedAt: at(1), state: "failed", latest: false });
    await storeRun(event, { dueAt: at(90), state: "queued", attempt: 2 });
    const destination = await storeDestination();
    const came = { eventId: event.id, at: at(1) };
    await storeDelivery({ destination, event: came, attempts: [{ status: 500 }, { status: 200, endedAt: at(70) }] });
    await storeDelivery({ destination, event: came, attempts: [{}] });
    await storeDelivery({ destination, attempts: [{}] });

    const moments = momentsOf(await findEvent(engineer, { messageId: "msg_1" }));
    expect(moments.map((moment) => [moment.kind, (moment.at.getTime() - START) / 1000])).toEqual([
      ["made", 5],
      ["receipt", 0],
      ["stored", 0],
      ["run", 1],
      ["delivery", 1],
      ["receipt", 60],
      ["delivery", 70],
      ["run", 90],
    ]);
  });

  it("tells attempts that failed in a row as one, at the time of the last, and a person's re-run by itself", async () => {
    const [event] = await storeEvents({ messageId: "msg_2", occurredAt: at(0), receivedAt: at(0) });
    if (event === undefined) throw new Error("Nothing was stored.");
    for (const attempt of [1, 2]) {
      await storeRun(event, { startedAt: at(attempt), state: "failed", latest: false, attempt, trigger: "retry" });
    }
    await storeRun(event, { startedAt: at(3), state: "dead", latest: false, attempt: 3, trigger: "retry" });
    await storeRun(event, { startedAt: at(9), state: "dead", attempt: 1, trigger: "rerun" });
    const moments = momentsOf(await findEvent(engineer, { messageId: "msg_2" }));
    expect(moments.map((moment) => [moment.kind, (moment.at.getTime() - START) / 1000])).toEqual([
      ["made", 0],
      ["stored", 0],
      ["attempts", 3],
      ["run", 9],
    ]);
    expect(moments[2]).toMatchObject({ runs: [{ attempt: 1 }, { attempt: 2 }, { attempt: 3, state: "dead" }] });
  });
});
