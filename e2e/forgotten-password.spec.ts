import { expect } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { type App, freePort, startApp } from "./app.ts";
import { addPeople, emailOf, PASSWORD } from "./people.ts";
import { test } from "./test.ts";

const NEW = "seven pianos quarried";

/** Its links lead to CASEWIRE_URL. */
let desk: App;

test.beforeAll(async () => {
  const port = String(await freePort());
  desk = await startApp({ PORT: port, CASEWIRE_URL: `http://127.0.0.1:${port}` });
  await addPeople(desk);
});

test.afterAll(async () => {
  await desk.stop();
});

test("a forgotten password is replaced by the link that comes by mail, which works once", async ({ page }) => {
  await page.goto(`${desk.url}/sign-in`);
  await page.getByRole("link", { name: "Forgotten the password?" }).click();
  // The page before has a field of the same name.
  await expect(page.getByRole("heading", { name: "Forgotten password" })).toBeVisible();
  await page.getByLabel("E-mail").fill(emailOf("viewer"));
  await page.getByRole("button", { name: "Send the link" }).press("Enter");
  await expect(page.getByText("If this e-mail has an account here, a link is on its way.")).toBeVisible();
  await expectAccessible(page);

  await expect.poll(() => desk.inbox.letters.length).toBe(1);
  // Quoted-printable breaks long lines.
  const source = desk.inbox.letters[0]?.source.replaceAll(/=\r?\n/g, "") ?? "";
  const link = /http:\S+#cwp_[\w-]{43}/.exec(source)?.[0] ?? "";
  await page.goto(link);
  await expect(page).toHaveURL(`${desk.url}/reset-password`);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is the password you have now.")).toBeVisible();
  await page.getByLabel("New password").fill(NEW);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${desk.url}/sign-in`);
  await page.getByLabel("E-mail").fill(emailOf("viewer"));
  await page.getByLabel("Password", { exact: true }).fill(NEW);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${desk.url}/cases`);

  await page.context().clearCookies();
  await page.goto(link);
  await page.getByLabel("New password").fill(`${NEW} again`);
  await page.keyboard.press("Enter");
  await expect(page.getByText("This link is used, too old, or not one of ours.")).toBeVisible();
});

test("a desk without an address of its own sends no such link, and says whom to ask", async ({ page }) => {
  await page.goto("/forgot-password");
  await expect(page.getByText("This desk sends no letters about accounts.")).toBeVisible();
});
