import { expect } from "@playwright/test";
import { askDoor } from "#lib/ingest/testing/ask-door";
import { DOOR_CASES } from "#lib/ingest/testing/door-cases";
import { test } from "./test.ts";

/** `bin/ingest.test.ts` holds the ingest door to the same table. */
test.describe("the web process's door answers", () => {
  for (const one of DOOR_CASES) {
    test(one.name, async ({ app }) => {
      expect(await askDoor(app, one)).toEqual(one.answer);
    });
  }
});
