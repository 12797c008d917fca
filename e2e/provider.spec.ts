import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { App } from "./app.ts";
import { test } from "./test.ts";

// The figures of the whole database are its own.
test.use({ ownApp: "provider" });

/** Nine weeks of ten messages an hour until `hoursAgo`, as a worker counts them. The worker is stopped: it would count what came since. */
async function usuallyTenAnHour(app: App, hoursAgo: number): Promise<void> {
  await app.stopWorker();
  await app.sql`delete from hourly_figures where figure = 'events'`;
  await app.sql`
    insert into hourly_figures (hour, figure, source, label, n)
    select hour, 'events', 'vove', 'kyb.case.in_review', 10 from generate_series(
      date_trunc('hour', now()) - interval '9 weeks',
      date_trunc('hour', now()) - make_interval(hours => ${hoursAgo}), interval '1 hour') as hour`;
}

const inShort = (page: Page, question: string) =>
  page.getByRole("region", { name: "In short" }).locator("div").filter({ hasText: question }).last();

test("an analyst hears in one step whether the provider is silent, what is missing and whether signatures verify", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await sender.send(refId, "COMPLETED", { previousStatus: "IN_REVIEW" });
  await caseExists(refId);
  const stranger = `whsec_${randomBytes(24).toString("base64")}`;
  for (let n = 0; n < 6; n++) await sender.send(refId, "COMPLETED", { secret: stranger });
  await usuallyTenAnHour(app, 5);
  await app.sql`update events set received_at = now() - interval '5 hours'`;

  const page = await as("analyst");
  await page.goto("/cases");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Provider" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Provider" })).toBeVisible();
  await expect(inShort(page, "Is the provider silent?")).toContainText(/Silent\s*since .*Usually \d+–\d+ messages/);
  const missing = inShort(page, "Is a message missing?").getByRole("link", { name: /cases? lacks? a message/ });
  await expect(missing).toHaveAttribute("href", /attention=gap/);
  await expect(inShort(page, "Do signatures verify?")).toContainText("6 requests were refused for the signature");
  await expect(inShort(page, "Do signatures verify?")).toContainText("the provider's secret may have changed");
  expect((await page.content()).replaceAll(app.url, ""), "no address").not.toContain("127.0.0.1");
  await expect(page.getByRole("region", { name: "Secrets in use" }).getByRole("row")).toHaveCount(2);

  await page.getByText("Show as a table").first().click();
  await expect(page.getByRole("region", { name: "Each hour of the last day" }).getByRole("row")).toHaveCount(25);

  await missing.click();
  await expect(page.getByRole("main")).toContainText(refId);
  await app.startWorker();
});

test("every page says that something is off to whoever may know, and stops when it has ended", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  await usuallyTenAnHour(app, 5);
  await app.sql`update events set received_at = now() - interval '5 hours'`;
  const page = await as("analyst");
  const strip = page.getByRole("list", { name: "What is off" });
  await expect(async () => {
    await page.goto("/cases");
    await expect(strip.getByText(/VOVE ID is silent since/)).toBeVisible({ timeout: 1000 });
  }, "a process reads what is off every half minute").toPass({ timeout: 45_000 });
  await page.goto("/account");
  await expect(strip).toBeVisible();
  const viewer = await as("viewer");
  await viewer.goto("/cases");
  await expect(viewer.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await viewer.content()).not.toContain("silent since");
  await app.sql`delete from hourly_figures`;
  await expect(strip.getByText(/is silent since/), "it goes by itself").toHaveCount(0, { timeout: 40_000 });
  await app.startWorker();
});

test("an analyst sees that a request was refused, and an engineer what it held", async ({ as, sender, refId }) => {
  const stranger = `whsec_${randomBytes(24).toString("base64")}`;
  const { id } = await sender.send(refId, "COMPLETED", { secret: stranger });
  const page = await as("analyst");
  await page.goto("/rejected");
  const list = page.getByRole("list", { name: "Refused requests", exact: true });
  await expect(list.getByText(/signed with a secret we do not hold/i).first()).toBeVisible();
  const content = await page.content();
  for (const hidden of [id, refId, "127.0.0.1", "svix-signature"]) expect(content).not.toContain(hidden);
  const engineer = await as("engineer");
  await engineer.goto("/rejected");
  expect(await engineer.content()).toContain(id);
});

test("a person with a keyboard alone opens the page and its links", async ({ as }) => {
  const page = await as("engineer");
  await page.goto("/cases");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page).toHaveURL(/\/provider$/);
  await expect(page.getByRole("heading", { level: 1, name: "Provider" })).toBeVisible();
});

test("the page holds at 390 px in the dark", async ({ as, app }) => {
  await usuallyTenAnHour(app, 5);
  const page = await as("analyst", { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  await page.goto("/provider");
  await expect(page.getByRole("heading", { level: 1, name: "Provider" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await app.startWorker();
});

test("on paper a page is black on white, without the sidebar and buttons", async ({
  as,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("analyst", { colorScheme: "dark" });
  for (const path of [`/cases/${refId}`, "/provider", "/audit"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
    await expect(page.getByRole("navigation"), path).toHaveCount(0);
    await expect(page.getByRole("main").getByRole("button").locator("visible=true"), path).toHaveCount(0);
    await expect(page.locator("body")).toHaveCSS("background-color", "rgb(255, 255, 255)");
    await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("color", "rgb(0, 0, 0)");
    await page.emulateMedia({ media: "screen" });
  }
});

test("whoever retires the only secret in use is told what follows", async ({ as, app }) => {
  await app.sql`
    insert into sources (slug, name, expected_types) values ('alone', 'Alone', '{}') on conflict do nothing`;
  await app.sql`
    insert into source_secrets (source, sealed, fingerprint, hint, created_by)
    values ('alone', null, 'abcdef012345', 'wxyz', 'e2e') on conflict do nothing`;
  const page = await as("admin");
  await page.goto("/settings/sources");
  await page.getByRole("button", { name: "Retire the secret ending in wxyz" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("This is the only secret in use of alone")).toBeVisible();
  await expect(dialog).toContainText("refused with 401");
  await expect(dialog).toHaveCSS("text-align", /left|start/);
  await app.sql`
    insert into source_secrets (source, sealed, fingerprint, hint, created_by)
    values ('alone', null, 'abcdef012346', 'next', 'e2e')`;
  await page.reload();
  await page.getByRole("button", { name: "Retire the secret ending in wxyz" }).click();
  await expect(dialog.getByText("Overlap in hours")).toBeVisible();
  await expect(dialog.getByText("This is the only secret")).toHaveCount(0);
});
