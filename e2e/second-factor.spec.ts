import { type BrowserContext, expect, type Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { type App, startApp } from "./app.ts";
import { addPeople, emailOf, PASSWORD } from "./people.ts";
import { test } from "./test.ts";

/** An app whose administrators need a second factor. */
let desk: App;
let context: BrowserContext;
let page: Page;
let totp: TOTP;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  desk = await startApp({ CASEWIRE_SECOND_FACTOR: "admin" });
  await addPeople(desk);
});

test.afterAll(async () => {
  await desk.stop();
});

test.beforeEach(async ({ browser, watch }) => {
  context = await browser.newContext({ baseURL: desk.url });
  watch.context(context);
  page = await context.newPage();
});

test.afterEach(async () => {
  await context.close();
});

async function givePassword(next = "/team"): Promise<void> {
  await page.goto(`/sign-in?next=${next}`);
  await page.getByLabel("E-mail").fill(emailOf("admin"));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in\/second-factor/);
}

/** A code is accepted once: this forgets the last one. */
async function nextCode(): Promise<string> {
  await desk.sql`update totp_factors set last_step = 0`;
  return totp.generate();
}

test("an administrator is led to set up an authenticator app, and can go nowhere before", async () => {
  await givePassword();
  await page.goto("/cases");
  await expect(page).toHaveURL(/\/sign-in\/second-factor\?*/);
  await expect(page.getByRole("heading", { name: "Set up a second factor" })).toBeVisible();
  await page.goto("/sign-in/second-factor?next=/team");
  await page.getByRole("button", { name: "Set up an authenticator app" }).press("Enter");
  const key = page.locator("code").first();
  totp = new TOTP({ secret: Secret.fromBase32((await key.innerText()).replaceAll(" ", "")) });
  await expect(page.getByRole("img", { name: "QR code of the key below" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Code" }).fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This code is wrong.")).toBeVisible();
  await page.getByRole("textbox", { name: "Code" }).fill(totp.generate());
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your recovery codes. They are not shown again.")).toBeVisible();
  await expect(page.getByRole("listitem")).toHaveCount(10);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: "Continue" }).press("Enter");
  await expect(page).toHaveURL("/team");
});

test("the password alone no longer opens the desk; a code opens it once, and a recovery code when the device is lost", async ({
  browser,
}) => {
  await givePassword();
  await expect(page.getByRole("heading", { name: "Second factor" })).toBeVisible();
  await expectAccessible(page);
  const code = await nextCode();
  await page.getByRole("textbox", { name: "Code" }).fill(code);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/team");

  await page.goto("/account");
  await expect(page.getByText("10 left")).toBeVisible();
  await page.getByRole("button", { name: "Make new ones" }).press("Enter");
  const recovery = await page.getByRole("listitem").locator("code").first().innerText();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);

  const scriptless = await browser.newContext({ javaScriptEnabled: false, baseURL: desk.url });
  page = await scriptless.newPage();
  await givePassword();
  await page.getByRole("textbox", { name: "Code" }).fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This code has been used. Wait for the next one.")).toBeVisible();
  await page.getByRole("textbox", { name: "Code" }).fill(recovery);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/team");
  await scriptless.close();
});

test("an act that gives access away asks once more who is there, and then goes on with what was typed", async () => {
  await givePassword("/settings/sources");
  await page.getByRole("textbox", { name: "Code" }).fill(await nextCode());
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings/sources");
  await desk.sql`update sessions set verified_at = now() - interval '11 minutes'`;
  await page.goto("/settings/tokens");
  await page.getByLabel("What it is for").fill("Nightly report");
  await page.getByRole("button", { name: "Issue" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("What it is for")).toHaveValue("Nightly report");
  await page.getByRole("button", { name: "Issue" }).click();
  await dialog.getByRole("textbox", { name: "Code" }).fill(await nextCode());
  await page.keyboard.press("Enter");
  await expect(page.locator("code", { hasText: /^cwt_/ })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Nightly report" })).toHaveCount(1);
});
