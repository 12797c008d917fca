import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { test } from "./test.ts";

test.use({ ownApp: "overview" });
test.describe.configure({ mode: "serial" });

/** The worker counts every 30 seconds. */
const COUNTED_MS = 60_000;

const total = (page: Page, title: string) => page.getByRole("link", { name: new RegExp(`^${title}: `) });
const chart = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** Reloads the overview until its number of onboardings is this. */
async function counted(page: Page, onboardings: number) {
  await expect(async () => {
    await page.goto("/overview?period=7d");
    await expect(total(page, "Onboardings began")).toHaveText(String(onboardings), { timeout: 500 });
  }).toPass({ timeout: COUNTED_MS, intervals: [1000] });
}

test("says so where there is nothing to count yet", async ({ as }) => {
  const page = await as("viewer");
  await page.goto("/overview");
  await expect(page.getByText("No events yet").first()).toBeVisible();
});

test("shows what happened, and every number leads to the rows behind it", async ({ as, sender }) => {
  test.setTimeout(180_000);
  await sender.sendUpTo("one", "REJECTED");
  await sender.sendUpTo("two", "COMPLETED");
  await sender.sendUpTo("three", "IN_REVIEW");
  await sender.send("none", "COMPLETED", { headers: { "svix-signature": "v1,bm90IGEgc2lnbmF0dXJl" } });
  const page = await as("viewer");
  await counted(page, 3);
  await expect(total(page, "Events")).toHaveText("8");
  await expect(page.getByRole("img", { name: /^Events and refused requests/ }).locator("canvas")).toBeVisible();
  const links = await page.locator("main a[href^='/overview/list']").evaluateAll((found) =>
    found.map((link) => ({
      href: link.getAttribute("href") ?? "",
      n: Number((link.textContent ?? "").replaceAll(",", "")),
    })),
  );
  expect(links.length).toBeGreaterThan(15);
  for (const { href, n } of links) {
    await page.goto(href);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(new RegExp(`: ${n}$`));
    const rows = page.locator("tbody tr");
    if (href.includes("refusals")) await expect(rows.getByRole("cell").last()).toHaveText(String(n));
    else await expect(rows).toHaveCount(n);
  }
});

test("has the numbers of each chart as a table and as a file", async ({ as }) => {
  const page = await as("analyst");
  await page.goto("/overview?period=7d&compare=before");
  const events = chart(page, "Events and refused requests");
  await events.getByText("Table and CSV").click();
  const today = events
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: new Date().toISOString().slice(0, 10) }) });
  await expect(today.getByRole("cell")).toHaveText(["8", "1", "0", "0"]);
  const downloading = page.waitForEvent("download");
  await events.getByRole("link", { name: "CSV" }).click();
  const file = await readFile(await (await downloading).path(), "utf8");
  const lines = file.split("\r\n");
  expect(lines[0]).toBe(
    '\uFEFFDay (UTC),Events,Refused requests,"Events, the period before","Refused requests, the period before"',
  );
  expect(lines).toHaveLength(9);
  expect(lines[7]).toBe(`${new Date().toISOString().slice(0, 10)},8,1,0,0`);
});

test("is read by keyboard alone: the page, a definition, a table, a list", async ({ as }) => {
  const page = await as("analyst");
  await page.goto("/cases");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await expect(page).toHaveURL(/\/overview$/, { timeout: 2000 });
  }).toPass();
  const stays = chart(page, "Time in each status");
  const definition = stays.getByRole("button", { name: "What is counted: Time in each status" });
  await expect(stays.getByRole("tooltip")).toBeHidden();
  await definition.focus();
  await expect(stays.getByRole("tooltip")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(stays.getByRole("tooltip")).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(stays.getByRole("table")).toBeVisible();
  await stays.getByRole("link", { name: "3", exact: true }).first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cases that entered In progress: 3");
});

test("fits a phone in the dark", async ({ as }) => {
  const page = await as("viewer", { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true });
  await page.goto("/overview?period=7d&compare=before");
  await expect(page.locator("canvas").first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.getByText("Table and CSV").first().click();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test("takes days of one's own, and says what it does not understand", async ({ as }) => {
  const page = await as("viewer");
  await page.goto("/overview");
  await page.getByLabel("From, day in UTC").fill("2026-01-05");
  await page.getByLabel("To, day in UTC").fill("2026-01-08");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("2026-01-05 to 2026-01-08").first()).toBeVisible();
  await page.goto("/overview?period=forever");
  await expect(page.getByText("period is left out").first()).toBeVisible();
});

test("says until when it is counted where counting has not caught up", async ({ as, app }) => {
  await app.stopWorker();
  await app.sql`update figure_progress set reached = now() - interval '2 hours'`;
  const page = await as("viewer");
  await page.goto("/overview");
  await expect(page.getByText("Counting has not caught up").first()).toBeVisible();
  await app.startWorker();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Counting has not caught up").first()).toBeHidden({ timeout: 500 });
  }).toPass({ timeout: COUNTED_MS });
});
