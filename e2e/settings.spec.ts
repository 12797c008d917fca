import { expect } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { type App, startApp } from "./app.ts";
import { addPeople, emailOf, PASSWORD } from "./people.ts";
import { Sender } from "./sender.ts";
import { test } from "./test.ts";

/** Nothing of mail or retention is set in its environment. */
let desk: App;

test.beforeAll(async () => {
  desk = await startApp({ SMTP_URL: "", RETENTION_CASES_DAYS: "" });
  await addPeople(desk);
});

test.afterAll(async () => {
  await desk.stop();
});

test("an admin sets the mail server and the days of retention on their pages, without a restart", async ({ page }) => {
  await page.goto(`${desk.url}/sign-in`);
  await page.getByLabel("E-mail").fill(emailOf("admin"));
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation").first()).toBeVisible();

  await page.goto(`${desk.url}/settings/mail`);
  await expect(page.getByText("No mail server is set")).toBeVisible();
  const form = page.getByRole("form", { name: "Mail server" });
  const { hostname, port } = new URL(desk.inbox.url);
  await form.getByLabel("Server").fill(hostname);
  await form.getByLabel("Port").fill("99999");
  await form.getByRole("button", { name: "Set the mail server" }).click();
  await expect(form.getByText("A port is a number from 1 to 65535.")).toBeVisible();
  await expect(form.getByLabel("Server")).toHaveValue(hostname);
  await form.getByLabel("Port").fill(port);
  await form.getByRole("button", { name: "Set the mail server" }).click();
  await expect(page.getByText("Letters now leave by", { exact: false }).first()).toBeVisible();
  await expectAccessible(page);

  const sender = new Sender(desk.url, desk.secret);
  const put = await fetch(`${desk.url}/api/v1/businesses/acme-mail`, {
    method: "PUT",
    headers: { authorization: `Bearer ${desk.apiToken}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Acme", contactEmail: "owner@acme.example" }),
  });
  expect(put.status).toBe(200);
  await sender.sendUpTo("acme-mail", "REJECTED");
  await expect
    .poll(() => desk.inbox.letters.filter(({ to }) => to.includes("owner@acme.example")).length, { timeout: 15_000 })
    .toBe(1);

  await page.goto(`${desk.url}/settings/retention`);
  await page.getByRole("button", { name: "Change how long things are kept" }).click();
  const dialog = page.getByRole("dialog", { name: "How long things are kept" });
  await dialog.getByLabel("Refused requests").fill("30");
  await dialog.getByLabel("Who read personal data").fill("5");
  await dialog.getByRole("button", { name: "Set the days" }).click();
  await expect(dialog.getByText(/^It must be 30 or more days/)).toBeVisible();
  await expect(dialog.getByLabel("Refused requests")).toHaveValue("30");
  await dialog.getByLabel("Who read personal data").fill("90");
  await dialog.getByRole("button", { name: "Set the days" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row", { name: /RETENTION_READS_DAYS/ })).toContainText("90 days");
  await expect(page.getByRole("row", { name: /RETENTION_READS_DAYS/ })).toContainText("set on this page");
  await expect(page.getByText("for ever").first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test("what the environment sets is shown as such, and has no field", async ({ as }) => {
  const page = await as("admin");
  await page.goto("/settings/mail");
  await expect(page.getByText("in the environment, which wins over this page", { exact: false })).toBeVisible();
  await expect(page.getByLabel("Server")).toHaveCount(0);
  await page.goto("/settings/retention");
  await expect(page.getByRole("row", { name: /RETENTION_CASES_DAYS/ }).first()).toContainText("set by the environment");
});
