import { expect } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import type { App } from "./app.ts";
import { storeDelivery } from "./stored-destination.ts";
import { test } from "./test.ts";

/** A destination at an address where nothing listens. It takes no type, so that no other event of the app is sent to it. */
async function addDestination({ sql }: App, name: string): Promise<string> {
  const [row] = await sql`
    insert into destinations (name, url, event_types, created_by) values (${name}, 'http://127.0.0.1:9/hook', '{}', 'Ada') returning id`;
  return String(row?.id);
}

test("an engineer sends again what a destination was not told, all of it at once", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  const { id: cameFrom } = await sender.sendUpTo(refId, "COMPLETED");
  await caseExists(refId);
  const name = `Ledger ${refId}`;
  const destinationId = await addDestination(app, name);
  const failed = { destinationId, refId, cameFrom, state: "dead", status: 500 } as const;
  await storeDelivery(app.sql, { ...failed, type: "kyb.case.completed" });
  await storeDelivery(app.sql, { ...failed, type: "account.enabled" });
  const analyst = await as("analyst");
  await analyst.goto(`/cases/${refId}`);
  await expect(analyst.getByText(`${name} was not told`).first()).toBeVisible();
  await expect(analyst.getByRole("button", { name: /^Resend/ })).toHaveCount(0);
  await expect(analyst.getByRole("link", { name })).toHaveCount(0);

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
  // Its next attempts are nobody's.
  await app.sql`update destinations set deleted_at = now() where id = ${destinationId}`;
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
  const of = { refId, cameFrom: eventId };
  const delivered = { ...of, type: "account.enabled", state: "succeeded", status: 200 } as const;
  await storeDelivery(app.sql, { ...delivered, destinationId: await addDestination(app, banking) });
  const failed = { ...of, type: "kyb.case.completed", state: "dead", status: 500 } as const;
  const destinationId = await addDestination(app, ledger);
  const deliveryId = await storeDelivery(app.sql, { ...failed, destinationId });

  const page = await as("engineer");
  await page.goto(`/cases/${refId}`);
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline.getByText(`Told ${banking}: account enabled, answered 200 in 41 ms`)).toBeVisible();
  await expect(timeline.getByText(`${ledger} was not told: case completed, gave up after 1 attempt`)).toBeVisible();
  const problem = page.getByRole("region", { name: "Delivery problem" });
  await expect(problem).toContainText(
    `${ledger} was not told: case completed. It gave up after 1 attempt: answered 500.`,
  );
  await expectAccessible(page);
  await problem.getByRole("link", { name: ledger }).click();
  await expect(page).toHaveURL(`/destinations/${destinationId}/deliveries/${deliveryId}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
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
