import { expect } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { PASSWORD } from "./people.ts";
import { test } from "./test.ts";

test("an admin invites somebody, changes their role, signs them out and lets them go", async ({
  as,
  browser,
  app,
  watch,
}) => {
  // A page whose person was signed out opens its stream once more.
  watch.allow(/status of 401 \(Unauthorized\) \(\S+\/api\/live/);
  const admin = await as("admin");
  await admin.goto("/team");
  await admin.getByLabel("E-mail").fill("Grace@Example.com");
  await admin.getByLabel("Role", { exact: true }).selectOption("viewer");
  await admin.getByRole("button", { name: "Make a link" }).click();
  const link = await admin.locator("code", { hasText: `${app.url}/invite#` }).innerText();
  await expectAccessible(admin);

  const context = await browser.newContext();
  watch.context(context);
  const grace = await context.newPage();
  const sent: string[] = [];
  grace.on("request", (request) => sent.push(`${request.url()} ${request.headers().referer}`));
  await grace.goto(link);
  await expect(grace.getByText("grace@example.com is invited as viewer")).toBeVisible();
  expect(sent.filter((one) => one.includes(link.split("#")[1] ?? "none"))).toEqual([]);
  await expect(grace).toHaveURL(`${app.url}/invite`);
  await grace.reload();
  await expect(grace.getByText("grace@example.com is invited as viewer")).toBeVisible();
  await expectAccessible(grace);
  await grace.getByLabel("Name").fill("Grace");
  await grace.getByLabel("Password").fill(PASSWORD);
  await grace.getByRole("button", { name: "Make my account" }).click();
  await expect(grace).toHaveURL(`${app.url}/cases`);
  await expect(grace.getByRole("link", { name: "Events" })).toHaveCount(0);

  const line = admin.getByRole("listitem").filter({ hasText: "grace@example.com" });
  await line.getByRole("combobox", { name: "Role of Grace" }).selectOption("engineer");
  await line.getByRole("button", { name: "Change the role of Grace" }).click();
  await expect(admin.getByText("The role is engineer now.").first()).toBeVisible();
  await grace.goto(`${app.url}/events`);
  await expect(grace.getByRole("heading", { name: "Events" })).toBeVisible();

  await line.getByRole("button", { name: "Sign out Grace" }).click();
  await expect(line.getByRole("button", { name: "Sign out Grace" })).toHaveCount(0);
  await grace.goto(`${app.url}/events`);
  await expect(grace).toHaveURL(/\/sign-in/);

  await line.getByRole("button", { name: "Deactivate Grace" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  // Exact: the button and the dialog next to it together also hold these letters.
  await expect(line.getByText("deactivated", { exact: true })).toBeVisible();
  await grace.getByLabel("E-mail").fill("grace@example.com");
  await grace.getByLabel("Password").fill(PASSWORD);
  await grace.getByRole("button", { name: "Sign in" }).click();
  await expect(grace.getByText("The e-mail or the password is wrong.")).toBeVisible();
  await context.close();
});

test("a revoked link refuses, though it was opened before, and a made-up one says so", async ({ page, as }) => {
  const admin = await as("admin");
  await admin.goto("/team");
  await admin.getByLabel("E-mail").fill("late@example.com");
  await admin.getByRole("button", { name: "Make a link" }).click();
  const link = await admin.locator("code", { hasText: "/invite#" }).innerText();
  await page.goto(link);
  await page.getByLabel("Name").fill("Late");
  await page.getByLabel("Password").fill(PASSWORD);
  await admin.getByRole("button", { name: "Revoke the invite of late@example.com" }).click();
  const row = admin.getByRole("row").filter({ hasText: "late@example.com" });
  await expect(row.getByText("revoked")).toBeVisible();
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByText("This link has been revoked.").first()).toBeVisible();
  await page.goto(link);
  await expect(page.getByText("This link has been revoked.")).toBeVisible();
  await page.goto("/invite/made-up");
  await expect(page.getByText("This link is not one of ours.")).toBeVisible();
});

test("signing in needs no script", async ({ browser, app }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: app.url });
  const page = await context.newPage();
  await page.goto("/sign-in?next=/audit");
  await page.getByLabel("E-mail").fill("admin@example.com");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The e-mail or the password is wrong.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue("admin@example.com");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/audit");
  await context.close();
});

test("an admin issues a token, which the API takes until it is revoked", async ({ as, app }) => {
  const admin = await as("admin");
  await admin.goto("/settings/tokens");
  await admin.getByLabel("What it is for").fill("Nightly report");
  await admin.getByRole("button", { name: "Issue" }).click();
  const token = await admin.locator("code", { hasText: /^cwt_/ }).innerText();
  const ask = () => fetch(`${app.url}/api/v1/cases`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  await expectAccessible(admin);
  await admin.getByRole("button", { name: "Revoke the token Nightly report" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  const row = admin.getByRole("row").filter({ hasText: "Nightly report" });
  await expect(row.getByText("revoked")).toBeVisible();
  expect((await ask()).status).toBe(401);
});

test("the audit page tells who did what, and verifies its chain", async ({ as }) => {
  const analyst = await as("analyst");
  await analyst.goto("/audit");
  await analyst.getByText("Verify the chain").click();
  await analyst.getByRole("button", { name: "Verify now" }).click();
  await expect(analyst.getByText(/^Verified up to entry \d+/)).toBeVisible();
  await analyst.getByLabel("What was done").selectOption("session.started");
  await analyst.getByRole("button", { name: "Filter" }).click();
  await expect(analyst).toHaveURL(/action=session.started/);
  const entry = analyst.getByRole("listitem").filter({ hasText: "Ana signed in from 127.0.0.1" }).first();
  const line = entry.getByText('"action":"session.started"');
  // The filtered list may take the place of the one whose entry was just opened.
  await expect(async () => {
    if (!(await line.isVisible())) await entry.getByText("Ana signed in").first().click();
    await expect(line).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await expectAccessible(analyst);
  await analyst.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(analyst);
});
