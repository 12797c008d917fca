import { expect } from "@playwright/test";
import { askEndpoint } from "#lib/ingest/testing/ask-endpoint";
import { ENDPOINT_CASES } from "#lib/ingest/testing/endpoint-cases";
import { test } from "./test.ts";

/** `bin/ingest.test.ts` holds the ingest process's endpoint to the same table. */
test.describe("the web process's endpoint answers", () => {
  for (const one of ENDPOINT_CASES) {
    test(one.name, async ({ app }) => {
      expect(await askEndpoint(app, one)).toEqual(one.answer);
    });
  }
});
