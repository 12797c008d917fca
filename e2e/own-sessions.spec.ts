import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { addPerson, PASSWORD } from "./people.ts";
import { test } from "./test.ts";

async function signIn(page: Page, id: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in?next=/account");
  await page.getByLabel("E-mail").fill(`${id}@example.com`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("one sees where one is signed in, ends one browser, and all others", async ({ page, app, browser, watch }) => {
  watch.allow(/status of 401/);
  await addPerson(app, { id: "sam", name: "Sam", role: "viewer" });
  const others = await Promise.all([1, 2].map(() => browser.newContext({ baseURL: app.url })));
  const pages = await Promise.all(others.map((context) => context.newPage()));
  for (const other of pages) {
    await signIn(other, "sam");
    await expect(other).toHaveURL("/account");
  }
  await signIn(page, "sam");
  const table = page.getByRole("region", { name: "Where you are signed in" });
  await expect(table.getByText("this browser")).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoSidewaysScroll(page);
  const end = table.getByRole("button", { name: /^Sign out Chrome/ });
  const before = await end.count();
  expect(before).toBeGreaterThanOrEqual(2);
  await end.first().click();
  await expect(end).toHaveCount(before - 1);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(end).toHaveCount(0);
  for (const other of pages) {
    await other.goto("/cases");
    await expect(other).toHaveURL(/\/sign-in/);
  }
  await page.reload();
  await expect(table.getByText("this browser")).toBeVisible();
  for (const context of others) await context.close();
});

test("a person is told of failed sign-ins by strangers, until they say that they have seen it", async ({
  browser,
  page,
  app,
  watch,
}) => {
  watch.allow(/status of 401/);
  await addPerson(app, { id: "tess", name: "Tess", role: "viewer" });
  await signIn(page, "tess");
  await expect(page).toHaveURL("/account");
  const stranger = await browser.newContext({ baseURL: app.url });
  await signIn(await stranger.newPage(), "tess", "not the password");
  const warning = page.getByRole("status").filter({ hasText: "1 failed sign-in to your account" });
  await expect(async () => {
    await page.reload();
    await expect(warning).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expectAccessible(page);
  await page.getByRole("button", { name: "I have seen it" }).click();
  await expect(warning).toHaveCount(0);
  await stranger.close();
});
