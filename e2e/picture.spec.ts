import { expect } from "@playwright/test";
import type { Status } from "./sender.ts";
import { test } from "./test.ts";

const HOUR = 3_600_000;
const BUSINESSES: [name: string, status: Status, hoursAgo: number, reason?: string][] = [
  ["Atlas Freight SARL", "IN_PROGRESS", 2],
  ["Baobab Fintech", "IN_PROGRESS", 27],
  ["Casbah Textiles", "IN_PROGRESS", 75],
  ["Dune Solar", "IN_REVIEW", 1],
  ["Essaouira Fisheries", "IN_REVIEW", 6],
  ["Fennec Robotics", "IN_REVIEW", 30],
  ["Gnawa Records", "COMPLETED", 3],
  ["Harira Foods", "COMPLETED", 20],
  ["Ifrane Timber", "COMPLETED", 52],
  ["Jasmin Cosmetics", "COMPLETED", 90],
  ["Kasbah Hotels", "REJECTED", 5, "DOCUMENT_MISMATCH"],
  ["Lalla Ceramics", "REJECTED", 44, "UBO_NOT_VERIFIED"],
];

// Retakes `.github/board.png`: PICTURE=1 npx playwright test --config e2e/playwright.config.ts
test("the board as the README shows it @picture", async ({ as, sender, api }) => {
  for (const [at, [name, status, hoursAgo, reason]] of BUSINESSES.entries()) {
    const refId = `biz-${1041 + at}`;
    const body = JSON.stringify({ name, contactEmail: `office@${refId}.example` });
    await api(`/api/v1/businesses/${refId}`, { method: "PUT", body, headers: { "content-type": "application/json" } });
    const happened = { at: new Date(Date.now() - hoursAgo * HOUR), ...(reason ? { reason } : {}) };
    // One event the sender lost: the case shows the gap.
    if (name === "Fennec Robotics") await sender.send(refId, status, happened);
    else await sender.sendUpTo(refId, status, happened);
  }
  const page = await as("admin", { viewport: { width: 1440, height: 600 } });
  await expect(async () => {
    await page.goto("/cases/biz-1051");
    await expect(page.getByRole("button", { name: "Flag", exact: true })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.getByRole("button", { name: "Flag", exact: true }).click();
  await page.getByLabel("Why").fill("Ask for the register extract of this year");
  await page.getByLabel("Due on").fill(new Date(Date.now() + 24 * HOUR).toISOString().slice(0, 10));
  await page.getByRole("dialog").getByRole("button", { name: "Flag" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.goto("/cases");
  await expect(page.getByRole("link", { name: "Lalla Ceramics" })).toBeVisible();
  await page.screenshot({ path: ".github/board.png", animations: "disabled" });
});
