import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { storeEvent } from "#db/testing/store-event";
import { bearer } from "#lib/access/testing/bearer";
import { personOf } from "#lib/access/testing/people";
import { flagCase } from "#lib/cases/flag-case";
import { holdCase } from "#lib/cases/hold-case";
import { noteCase } from "#lib/cases/note-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { storeReceipt } from "#lib/events/testing/stored";
import { runNow } from "#lib/handlers/testing/run-now";
import { ROLES, type Role, rolesThatMay } from "#lib/permissions";
import { GET as findBusiness, PUT as putBusiness } from "../businesses/[refId]/route.ts";
import { GET as listBusinesses } from "../businesses/route.ts";
import { GET as findCase } from "../cases/[refId]/route.ts";
import { GET as listCases } from "../cases/route.ts";
import { POST as replayEvent } from "../events/[messageId]/replay/route.ts";
import { GET as findEvent } from "../events/[messageId]/route.ts";
import { GET as listEvents } from "../events/route.ts";
import { GET as listRejections } from "../rejections/route.ts";
import { POST as rerun } from "../runs/[id]/rerun/route.ts";
import * as cases from "./case-answers.ts";
import * as events from "./event-answers.ts";
import { page } from "./generic-answers.ts";

type Route = (request: Request, context: never) => Promise<Response>;

const tokens = new Map<Role, { authorization: string }>();

beforeAll(async () => {
  for (const role of ROLES) tokens.set(role, await bearer(role));
});

async function call(
  route: Route,
  params: Record<string, string>,
  how: { role?: Role; method?: string; body?: object } = {},
) {
  const { role = "admin", method = "GET", body } = how;
  const init = { method, headers: { ...tokens.get(role) }, ...(body ? { body: JSON.stringify(body) } : {}) };
  const answer = await route(new Request("http://localhost/api/v1/x", init), {
    params: Promise.resolve(params),
  } as never);
  expect(answer.status).toBeLessThan(300);
  return await answer.json();
}

/** That the schema describes the answer, and that the answer has no field beside it. */
function expectDescribed(schema: z.ZodObject, answer: unknown): void {
  expect(schema.strict().parse(answer)).toEqual(answer);
}

describe("the described answers", () => {
  it("are what the routes of cases answer to each role", async () => {
    const ana = await personOf("analyst", "Ana");
    await storeCase("acme", { status: "IN_PROGRESS" }, { status: "IN_REVIEW" }, { status: "REJECTED" });
    const of = { source: "vove", refId: "acme" };
    await call(
      putBusiness,
      { refId: "acme" },
      { method: "PUT", body: { name: "Acme", contactEmail: "a@acme.example" } },
    );
    await flagCase(ana, { ...of, reason: "Ask for the deed", dueOn: "2026-01-02", ownerId: ana.id });
    await noteCase(ana, { ...of, body: "They called" });
    await holdCase(ana, { ...of, reason: "A court asked" });
    for (const role of rolesThatMay("case:read")) {
      const list = await call(listCases, {}, { role });
      expectDescribed(page(cases.listedCase.strict()), list);
      expect(list.items).toHaveLength(1);
      const found = await call(findCase, { refId: "acme" }, { role });
      expectDescribed(cases.foundCase, found);
      expect(found.timeline.length).toBeGreaterThan(3);
    }
  });

  it("are what the routes of businesses answer", async () => {
    const written = await call(putBusiness, { refId: "pier" }, { method: "PUT", body: { name: "Pier" } });
    expectDescribed(cases.writtenBusiness, written);
    expectDescribed(cases.business, await call(findBusiness, { refId: "pier" }));
    const { items, ...list } = await call(listBusinesses, {});
    for (const item of items) expectDescribed(cases.business, item);
    expectDescribed(cases.businesses, { items, ...list });
  });

  it("are what the routes of events and runs answer", async () => {
    const event = await storeEvent({ refId: "quay", status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
    const run = await runNow(event, "update-case");
    const found = await call(findEvent, { messageId: event.messageId });
    expectDescribed(events.foundEvent, found);
    expect(found.runs.length).toBeGreaterThan(0);
    const { items, ...list } = await call(listEvents, {});
    for (const item of items) expectDescribed(events.listedEvent, item);
    expectDescribed(page(events.listedEvent), { items, ...list });
    const reason = { reason: "It was wrong" };
    expectDescribed(events.rerun, await call(rerun, { id: String(run.id) }, { method: "POST", body: reason }));
    const other = await storeEvent({ refId: "dock", status: "IN_PROGRESS", previousStatus: "NOT_STARTED" });
    await runNow(other, "update-case");
    const replayed = await call(replayEvent, { messageId: other.messageId }, { method: "POST", body: reason });
    expectDescribed(events.replayed, replayed);
  });

  it("are what the route of refused requests answers", async () => {
    await storeReceipt({ outcome: "rejected", cause: "bad-signature", responseStatus: 401, messageId: "msg_claimed" });
    const { items, nextCursor } = await call(listRejections, {});
    expect(items).toHaveLength(1);
    for (const item of items) expectDescribed(events.rejection, item);
    expect(nextCursor).toBeNull();
  });
});
