import { expect } from "@playwright/test";
import { test } from "./test.ts";

test.describe.configure({ timeout: 90_000 });

test("what is held stays and what is past its time goes, and each page says so", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  const held = await sender.sendUpTo(refId, "COMPLETED");
  const other = await sender.sendUpTo(`${refId}-other`, "COMPLETED");
  await caseExists(refId);
  await caseExists(`${refId}-other`);
  const page = await as("admin");

  await page.goto(`/cases/${refId}`);
  await page.getByRole("button", { name: "Hold", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Put the case under legal hold" });
  await dialog.getByLabel("Why").fill("The prosecutor asked");
  await dialog.getByRole("button", { name: "Hold" }).click();
  await expect(page.getByText("put the case under legal hold", { exact: false })).toBeVisible();
  await expect(page.getByText("Legal hold", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Release" })).toBeVisible();
  await page.goto("/cases?view=table&hold=held");
  await expect(page.getByRole("link", { name: refId, exact: true }).first()).toBeVisible();
  await expect(page.getByText(`${refId}-other`)).toHaveCount(0);

  await expect
    .poll(
      async () =>
        (await app.sql`select from runs where state in ('queued', 'running') and event_id is not null`).length,
      {
        timeout: 30_000,
      },
    )
    .toBe(0);
  await app.sql`update cases set last_change_at = now() - interval '400 days' where ref_id in ${app.sql([refId, `${refId}-other`])}`;
  // A worker sweeps when it starts.
  await app.stopWorker();
  await app.sql`delete from retention_walks`;
  await app.startWorker();

  await expect(async () => {
    await page.goto(`/cases/${refId}-other`);
    await expect(page.getByText("Removed under retention")).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await page.goto(`/events/${other.id}`);
  await expect(page.getByText("The bytes were removed under retention", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay event" })).toHaveCount(0);
  await page.goto(`/events/${held.id}?show=raw`);
  await expect(page.getByLabel("Body", { exact: true })).toContainText(refId);
  await page.goto("/settings/retention");
  await expect(page.getByRole("row", { name: /RETENTION_CASES_DAYS/ }).first()).toContainText("365 days");
  await expect(page.getByText("1 case", { exact: true })).toBeVisible();
  await page.goto("/audit");
  await expect(page.getByText("Retention removed what 1 ended case held", { exact: false })).toBeVisible();
});
