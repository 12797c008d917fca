import { beforeAll, expect, it } from "vitest";
import { personOf } from "#lib/access/testing/people";
import type { Actor } from "#lib/actor";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import type { DeliveriesFilter } from "./filter.ts";
import { findDeliveryNeighbours } from "./find-delivery-neighbours.ts";

const minute = (n: number) => new Date(Date.UTC(2026, 10, 22, 10, n));

let engineer: Actor;
let destination: string;
let ids: number[];

/** Of one destination a minute apart: odd ones gave up, those of the case b are the first three. Another destination's are between them. */
beforeAll(async () => {
  engineer = await personOf("engineer");
  const core = await storeDestination();
  destination = core.id;
  ids = [];
  for (const n of [0, 1, 2, 3, 4, 5]) {
    const event = { refId: n < 3 ? "b" : "c", at: minute(n) };
    const { delivery } = await storeDelivery({ destination: core, event, attempts: [{ status: n % 2 ? 500 : 200 }] });
    ids.push(delivery.id);
    await storeDelivery({ event, attempts: [{ status: 500 }] });
  }
});

it.each<[string, Omit<DeliveriesFilter, "destination">, at: number, next: [newer?: number, older?: number]]>([
  ["without a filter", {}, 2, [3, 1]],
  ["at the newest", {}, 5, [undefined, 4]],
  ["at the oldest", {}, 0, [1, undefined]],
  ["of those that gave up", { state: "dead" }, 3, [5, 1]],
  ["of those that succeeded", { state: "succeeded" }, 2, [4, 0]],
  ["of one that is no longer in its list", { state: "dead" }, 4, [5, 3]],
  ["of a case", { refId: "b" }, 2, [undefined, 1]],
  ["of a time", { from: minute(1).toISOString(), to: minute(4).toISOString() }, 1, [2, undefined]],
  ["of a time and a state", { from: minute(1).toISOString(), state: "dead" }, 3, [5, 1]],
])("gives the next deliveries of a destination: %s", async (_, filter, at, [newer, older]) => {
  const place = { id: ids[at] ?? 0, at: minute(at) };
  const found = await findDeliveryNeighbours(engineer, { destination, ...filter }, place);
  const idOf = (n: number | undefined) => (n === undefined ? undefined : ids[n]);
  expect(found).toEqual({ newer: idOf(newer), older: idOf(older) });
});
