import { expect, it } from "vitest";
import { OUTGOING_TYPE_NAMES } from "#lib/outgoing/event-types";
import { groupedTypes } from "./event-type-groups.ts";

it("puts every type of the catalogue into a group of its own kind", () => {
  const groups = groupedTypes(OUTGOING_TYPE_NAMES);
  expect(groups.flatMap(({ types }) => types).sort()).toEqual([...OUTGOING_TYPE_NAMES].sort());
  expect(groups.map(({ label }) => label)).not.toContain("Others");
});
