import { expect, it } from "vitest";
import { catalogue } from "./catalogue.ts";
import { EVENT_TYPES } from "./event-types.ts";

it("holds the handlers of EVENT_TYPES, in their order, each with its event types", () => {
  const rows = catalogue.map(({ name, eventTypes }) => [name, eventTypes]);
  expect(rows).toEqual(Object.entries(EVENT_TYPES));
});
