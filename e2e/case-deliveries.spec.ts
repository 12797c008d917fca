import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import type { App } from "./app.ts";
import { test } from "./test.ts";

type EndedDelivery = {
  /** The destination, if it is stored already. */
  id?: string;
  refId: string;
  eventId: string;
  name: string;
  type: string;
  state: "succeeded" | "dead";
  status: number;
};

/** It takes no type, so that no other event of the app is sent to it, and its address is one where nothing listens. */
const NOWHERE = "http://127.0.0.1:9/hook";

/** A destination that was sent one delivery of an event, and answered it. Returns its id. */
async function storeEndedDelivery(
  { sql }: App,
  { id = randomUUID(), refId, eventId, name, type, state, status }: EndedDelivery,
): Promise<string> {
  const key = randomUUID();
  const error = state === "dead" ? `answered ${status}` : null;
  await sql`insert into destinations (id, name, url, event_types, created_by) values (${id}, ${name}, ${NOWHERE}, '{}', 'Ada') on conflict do nothing`;
  await sql`
    with outgoing as (
      insert into outgoing_events (message_id, key, type, source, ref_id, episode, sequence, event_id, at, body)
      select ${`msg_${key}`}, ${key}, ${type}, source, ref_id, 1, (select count(*) + 1 from outgoing_events where ref_id = ${refId}), id, now(), '{}'
      from events where message_id = ${eventId} returning id
    ), delivery as (
      insert into deliveries (outgoing_event_id, destination_id, format, personal_data)
      select id, ${id}, 'casewire', false from outgoing returning id
    ), run as (
      insert into runs (delivery_id, source, ref_id, occurred_at, handler, trigger, attempt, state, error, started_at, ended_at)
      select id, 'vove', ${refId}, now(), ${`destination/${id}`}, 'emitted', 1, ${state}, ${error}, now(), now()
      from delivery returning id, delivery_id
    )
    insert into delivery_attempts (run_id, delivery_id, destination_id, at, url, request_headers, status, duration_ms, succeeded, error)
    select id, delivery_id, ${id}, now(), ${NOWHERE}, '[]', ${status}, 41, ${error === null}, ${error} from run`;
  return id;
}

test("an engineer sends again what a destination was not told, all of it at once", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  const { id: eventId } = await sender.sendUpTo(refId, "COMPLETED");
  await caseExists(refId);
  const name = `Ledger ${refId}`;
  const failed = { refId, eventId, name, state: "dead", status: 500 } as const;
  const id = await storeEndedDelivery(app, { ...failed, type: "kyb.case.completed" });
  await storeEndedDelivery(app, { ...failed, id, type: "account.enabled" });
  const page = await as("engineer");
  await page.goto(`/cases/${refId}`);
  const problem = page.getByRole("region", { name: "Delivery problem" });
  await expect(problem).toContainText(
    `${name} was not told: case completed, account enabled. It gave up after 1 attempt`,
  );
  await problem.getByRole("button", { name: `Resend to ${name}` }).click();
  await expect(page.getByText("2 deliveries are sent again.")).toBeVisible();
  await expect(problem).toHaveCount(0);
  await expect(page.getByText("Asked for by Enzo.").first()).toBeVisible();
  await app.sql`update destinations set deleted_at = now() where id = ${id}`;

  const analyst = await as("analyst");
  const other = `${refId}-other`;
  const { id: otherId } = await sender.sendUpTo(other, "COMPLETED");
  await caseExists(other);
  await storeEndedDelivery(app, {
    ...failed,
    refId: other,
    eventId: otherId,
    name: `${name} again`,
    type: "account.enabled",
  });
  await analyst.goto(`/cases/${other}`);
  await expect(analyst.getByText(`${name} again was not told`).first()).toBeVisible();
  await expect(analyst.getByRole("button", { name: /^Resend/ })).toHaveCount(0);
  await expect(analyst.getByRole("link", { name: `${name} again` })).toHaveCount(0);
});

test("a case and its event say what destinations were told, and a viewer learns neither which nor why", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  const { id: eventId } = await sender.sendUpTo(refId, "COMPLETED");
  await caseExists(refId);
  const [banking, ledger] = [`Core banking ${refId}`, `Ledger ${refId}`];
  await storeEndedDelivery(app, {
    refId,
    eventId,
    name: banking,
    type: "account.enabled",
    state: "succeeded",
    status: 200,
  });
  const failed = { refId, eventId, name: ledger, type: "kyb.case.completed", state: "dead", status: 500 } as const;
  const destinationId = await storeEndedDelivery(app, failed);

  const page = await as("engineer");
  await page.goto(`/cases/${refId}`);
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline.getByText(`Told ${banking}: account enabled, answered 200 in 41 ms`)).toBeVisible();
  await expect(timeline.getByText(`${ledger} was not told: case completed, gave up after 1 attempt`)).toBeVisible();
  const problem = page.getByRole("region", { name: "Delivery problem" });
  await expect(problem).toContainText(
    `${ledger} was not told: case completed. It gave up after 1 attempt: answered 500.`,
  );
  await expect(problem.getByRole("link", { name: ledger })).toHaveAttribute(
    "href",
    new RegExp(`^/destinations/${destinationId}/deliveries/\\d+$`),
  );
  await expectAccessible(page);
  await page.goto("/cases?attention=delivery&view=table");
  await expect(page.getByRole("link", { name: refId, exact: true })).toBeVisible();

  await page.goto(`/events/${eventId}?tab=deliveries`);
  await expect(page.getByRole("list", { name: "Deliveries" }).getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("list", { name: "What happened" })).toContainText(`Told ${banking}`);
  await expectAccessible(page);

  const viewer = await as("viewer");
  await viewer.goto(`/cases/${refId}`);
  await expect(viewer.getByText("Told a destination: account enabled")).toBeVisible();
  await expect(
    viewer.getByText("A destination was not told: case completed. It gave up after 1 attempt."),
  ).toBeVisible();
  expect(await viewer.content()).not.toContain(banking);
  expect(await viewer.content()).not.toContain("answered 500");
});
