import { type BrowserContext, expect, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { type App, freePort, startApp } from "./app.ts";
import { addPeople, emailOf, PASSWORD } from "./people.ts";
import { test } from "./test.ts";

/** An app at an address where browsers allow passkeys, and a browser with a virtual authenticator. */
let desk: App;
let context: BrowserContext;
let page: Page;
let url: string;

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  desk = await startApp({ PORT: String(port), CASEWIRE_URL: url, CASEWIRE_SECOND_FACTOR: "admin" });
  await addPeople(desk);
  context = await browser.newContext({ baseURL: url });
  page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
});

test.beforeEach(({ watch }) => watch.context(context));

test.afterAll(async () => {
  await context.close();
  await desk.stop();
});

async function givePassword(next: string): Promise<void> {
  await context.clearCookies();
  await page.goto(`/sign-in?next=${next}`);
  await page.getByLabel("E-mail").fill(emailOf("admin"));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in\/second-factor/);
}

test("an administrator sets up a passkey in place of an app, and goes on with recovery codes", async () => {
  await givePassword("/team");
  await page.getByLabel("Name of the passkey").fill("Laptop");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your recovery codes. They are not shown again.")).toBeVisible();
  await page.getByRole("link", { name: "Continue" }).press("Enter");
  await expect(page).toHaveURL("/team");
});

test("a passkey is the second step of signing in", async () => {
  await givePassword("/team");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Use a passkey" }).press("Enter");
  await expect(page).toHaveURL("/team");
});

test("a passkey confirms an act that gives access away, which then goes on with what was typed", async () => {
  await desk.sql`update sessions set verified_at = now() - interval '11 minutes'`;
  await page.goto("/settings/tokens");
  await page.getByLabel("What it is for").fill("Nightly report");
  await page.getByRole("button", { name: "Issue" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByRole("button", { name: "Use a passkey" }).press("Enter");
  await expect(page.locator("code", { hasText: /^cwt_/ })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Nightly report" })).toHaveCount(1);
});

test("the account page lists passkeys, and keeps the last one of a role that needs it", async () => {
  await page.goto("/account");
  await expect(page.getByText("Passkey Laptop")).toBeVisible();
  await expect(page.getByText(/last used/).first()).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Remove the passkey Laptop" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Remove the passkey Laptop?" });
  await dialog.getByRole("button", { name: "Remove" }).press("Enter");
  await expect(dialog.getByText("Your role needs a second factor. Add another one first.")).toBeVisible();
  await page.keyboard.press("Escape");
});

test("by a bare IP address the account page says in words that passkeys do not work", async ({ as }) => {
  const viewer = await as("viewer");
  await viewer.goto("/account");
  await expect(viewer.getByText("Passkeys do not work here")).toBeVisible();
  await expect(viewer.getByRole("button", { name: "Add a passkey" })).toHaveCount(0);
});
