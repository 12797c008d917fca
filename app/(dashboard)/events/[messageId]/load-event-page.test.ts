import { randomBytes } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closePool, QUERIES, type SentQuery } from "#db/pool";
import { engineer } from "#lib/events/testing/actors";
import { START, storeEvents } from "#lib/events/testing/stored";
import { loadEventPage } from "./load-event-page.ts";

const body = randomBytes(64);
const previousBody = randomBytes(64);
const sent: string[] = [];
const note = (message: unknown) => void sent.push((message as SentQuery).text);

/** Statements that return the bytes of events: `octet_length("body")` returns their number only. */
const bodyReads = () => sent.filter((text) => /\bfrom "events"/.test(text) && /(?<!octet_length\()"body"/.test(text));

beforeAll(async () => {
  await storeEvents(
    { messageId: "msg_previous", body: previousBody, occurredAt: new Date(START) },
    { messageId: "msg_shown", body, occurredAt: new Date(START + 1000) },
  );
  // A pool publishes its queries only when it is opened while somebody listens.
  await closePool();
  subscribe(QUERIES, note);
});

afterAll(async () => {
  unsubscribe(QUERIES, note);
  await closePool();
});

const load = (tab: string, show = "") => {
  sent.length = 0;
  return loadEventPage(engineer, { messageId: "msg_shown", list: "", tab, show });
};

it.each([
  ["body", ""],
  ["body", "raw"],
  ["body", "pretty-all"],
  ["headers", ""],
  ["response", ""],
  ["runs", ""],
  ["runs", "diff"],
  ["audit", ""],
])("reads the body once for the tab %s, shown as %j", async (tab, show) => {
  const page = await load(tab, show);
  expect(page.body).toEqual(body);
  expect(page.previous).toBeUndefined();
  expect(page.event).toMatchObject({ messageId: "msg_shown", bodyBytes: 64, isJson: false });
  expect(bodyReads()).toHaveLength(1);
});

it("reads both bodies of a diff once", async () => {
  const page = await load("body", "diff");
  expect([page.body, page.previous?.body]).toEqual([body, previousBody]);
  expect(bodyReads()).toHaveLength(2);
});
