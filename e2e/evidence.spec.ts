import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { test } from "./test.ts";

const exec = promisify(execFile);

test("an analyst exports a case, and a stranger verifies the file with the installation's key and the webhook secret", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await sender.send(refId, "IN_REVIEW");
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto(`/cases/${refId}`);
  await page.getByRole("button", { name: "Export case" }).click();
  const dialog = page.getByRole("dialog", { name: "Export the evidence of the case" });
  await dialog.getByLabel("Why").fill("The auditor asked");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Export" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^evidence-${refId}-\\d+\\.zip$`));
  const path = await download.path();
  await expect(page.getByText("your browser saves it as a file")).toBeVisible();

  await page.goto("/audit");
  const key = (await page.locator("code", { hasText: "/audit/" }).first().innerText()).trim();
  const { stdout } = await exec(process.execPath, [
    "lib/evidence/verify.mjs",
    path,
    "--key",
    key,
    "--secret",
    app.secret,
  ]);
  expect(stdout).toContain("2, of which 2 signatures were verified");
  expect(stdout).toContain("VERIFIED.");
  await expect(page.getByText(`exported the evidence of case ${refId}: The auditor asked`)).toBeVisible();

  await page.goto("/exports");
  const row = page.getByRole("listitem").filter({ hasText: refId });
  await expect(row.getByText("Finished")).toBeVisible();
  await expect(row.getByText("The auditor asked")).toBeVisible();
});

test("who has not proved lately who they are is asked, and then the export goes on", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto(`/cases/${refId}`);
  await app.sql`update sessions set verified_at = now() - interval '1 hour'`;
  await page.getByRole("button", { name: "Export case" }).click();
  await page.getByLabel("Why").fill("The auditor asked");
  await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
  await expect(page.getByRole("dialog", { name: "Confirm that it is you" })).toBeVisible();
  await app.sql`update sessions set verified_at = now()`;
});

test("viewers see no button, and the addresses refuse them", async ({ as, sender, refId, caseExists }) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("viewer", { viewport: { width: 390, height: 844 } });
  await page.goto(`/cases/${refId}`);
  await expect(page.getByRole("heading", { name: refId })).toBeVisible();
  await expect(page.getByRole("button", { name: "Export case" })).toHaveCount(0);
  const answer = await page.request.get("/exports/1/file");
  expect(answer.status()).toBe(403);
});
