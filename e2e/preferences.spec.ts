import { expect } from "@playwright/test";
import { addPerson, PASSWORD } from "./people.ts";
import { test } from "./test.ts";

test("zone, first page, density and theme are kept for the person, and shown from the first byte on", async ({
  browser,
  app,
  sender,
  refId,
  caseExists,
  watch,
}) => {
  const { id } = await sender.send(refId, "IN_PROGRESS", { at: new Date("2026-07-01T22:30:00Z") });
  await caseExists(refId);
  await addPerson(app, { id: "pia", name: "Pia", role: "engineer" });
  const signIn = async () => {
    const context = await browser.newContext({ baseURL: app.url, timezoneId: "America/New_York" });
    watch.context(context);
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill("pia@example.com");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    return page;
  };
  const page = await signIn();
  await expect(page).toHaveURL("/cases");

  // Without a choice the browser's zone, with UTC beside.
  await page.goto(`/events/${id}`);
  await expect(page.getByText("01 Jul 2026, 18:30:00 UTC−4 · 22:30:00 UTC").first()).toBeVisible();

  await page.goto("/preferences");
  await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  await page.getByLabel("First page").selectOption("Events");
  await page.getByLabel("Density").selectOption("Compact");
  await page.getByLabel("Theme", { exact: true }).selectOption("Dark");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
  await page.context().close();

  const other = await signIn();
  await expect(other).toHaveURL("/events");
  const html = await (await other.request.get(`/events/${id}`)).text();
  expect(html).toMatch(/<html[^>]*data-theme="dark"/);
  expect(html).toContain("02 Jul 2026, 00:30:00 UTC+2");
  await other.goto(`/events/${id}`);
  await expect(other.getByText("02 Jul 2026, 00:30:00 UTC+2 · 01 Jul 2026, 22:30:00 UTC").first()).toBeVisible();
  await other.getByRole("complementary").getByRole("button", { name: "Light theme" }).click();
  await expect(other.locator("html")).toHaveAttribute("data-theme", "light");
  await other.context().close();
});

test("exact times are one key or touch away, and no time of a list is a tab stop", async ({
  as,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("analyst", { timezoneId: "Asia/Kolkata" });
  await page.goto(`/cases?view=table&q=${refId}`);
  const row = page.getByRole("main").getByRole("row").filter({ hasText: refId });
  await expect(row.locator("time").first()).toHaveText(/^<1m|\dm$/);
  await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();
  await page.keyboard.press("z");
  await expect(row.locator("time").first()).toHaveText(/^since \d\d \w{3} \d{4}, \d\d:\d\d$/);
  await expect(row.locator("time[tabindex], time button")).toHaveCount(0);
  await page.reload();
  await expect(row.locator("time").first()).toHaveText(/^since /);

  const phone = await as("analyst", { viewport: { width: 390, height: 844 }, hasTouch: true });
  await phone.goto(`/cases?q=${refId}`);
  await phone.getByRole("button", { name: "Menu", exact: true }).tap();
  await phone.getByRole("button", { name: "Exact times" }).tap();
  await phone.keyboard.press("Escape");
  await expect(phone.getByRole("main").locator("time").first()).toHaveText(/^since /);
});

test("shortcuts work while a checkbox has the focus", async ({ as, sender, refId, caseExists }) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto(`/cases?view=table&q=${refId}`);
  await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();
  await page.getByRole("checkbox", { name: `Choose ${refId}` }).focus();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search cases" })).toBeFocused();
});
