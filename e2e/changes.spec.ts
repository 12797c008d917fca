import { expect, type Page } from "@playwright/test";
import { test } from "./test.ts";

const lineOf = (page: Page, refId: string) =>
  page.getByRole("list", { name: "Changed cases" }).getByRole("listitem").filter({ hasText: refId }).first();

test("what changed since Friday is two steps from the first page", async ({ as, sender, refId, caseExists }) => {
  await sender.send(refId, "IN_PROGRESS");
  await sender.send(refId, "COMPLETED", { previousStatus: "IN_REVIEW" });
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto("/cases");
  await page.getByRole("navigation").getByRole("link", { name: "Changes" }).first().click();
  await page.getByRole("link", { name: "Since Friday" }).click();
  await expect(page.getByRole("link", { name: "Since Friday" })).toHaveAttribute("aria-current", "true");
  const line = lineOf(page, refId);
  await expect(line).toContainText("Onboarding 1 opened: In progress");
  await expect(line).toContainText("In review → Completed; the message In review is missing");
});

test("what was marked as seen is new no more, and narrows by kind and by whose", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto("/changes");
  await expect(lineOf(page, refId)).toContainText("opened");
  await page.getByRole("link", { name: /^Ended/ }).click();
  await expect(page.getByRole("link", { name: /^Ended/ })).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("list", { name: "Changed cases" }).getByText(refId)).toHaveCount(0);
  await page.getByRole("link", { name: /^Ended/ }).click();
  await expect(lineOf(page, refId)).toBeVisible();
  await page.getByRole("link", { name: "Mine" }).click();
  await expect(page).toHaveURL(/whose=mine/);
  await expect(page.getByText(refId)).toHaveCount(0);
  await page.getByRole("link", { name: "All cases" }).click();
  await expect(lineOf(page, refId)).toBeVisible();
  await page.getByRole("button", { name: "Mark as seen" }).click();
  await expect(page.getByText(refId)).toHaveCount(0);
  await sender.send(refId, "IN_REVIEW");
  await expect(async () => {
    await page.reload();
    await expect(lineOf(page, refId)).toContainText("In progress → In review", { timeout: 500 });
    await expect(lineOf(page, refId)).not.toContainText("opened");
  }).toPass();
  await app.sql`delete from preferences where user_id = 'e2e-analyst'`;
});

test("any time is chosen in the reader's zone, and exported as it is shown", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  await app.sql`update events set received_at = '2026-03-29T00:30:00Z' where ref_id = ${refId}`;
  const page = await as("analyst", { timezoneId: "Europe/Berlin" });
  // The browser's zone comes with the second page.
  await page.goto("/changes");
  await expect
    .poll(async () => (await page.context().cookies()).find(({ name }) => name === "zone")?.value)
    .toMatch(/Berlin/);
  await page.reload();
  await page.getByLabel("From (Europe/Berlin)").fill("2026-03-29T01:00");
  await page.getByLabel("Before").fill("2026-03-29T02:00");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/from=2026-03-29T00%3A00%3A00.000Z&to=2026-03-29T01%3A00%3A00.000Z/);
  await expect(lineOf(page, refId)).toBeVisible();
  await page.getByRole("button", { name: "Export this list" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^casewire-changes-.*\.csv$/);
});

test("a viewer sees what changed, without names, people and words", async ({ as, api, sender, refId, caseExists }) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const business = { method: "PUT", body: JSON.stringify({ name: "Harbour Lights" }) };
  await api(`/api/v1/businesses/${refId}`, { ...business, headers: { "content-type": "application/json" } });
  const analyst = await as("analyst");
  await analyst.goto("/changes");
  await expect(lineOf(analyst, refId)).toContainText("Harbour Lights");
  const viewer = await as("viewer");
  await viewer.goto("/changes");
  await expect(lineOf(viewer, refId)).toContainText("Onboarding 1 opened");
  expect(await viewer.content()).not.toContain("Harbour Lights");
  await expect(viewer.getByRole("button", { name: "Export this list" })).toHaveCount(0);
});
