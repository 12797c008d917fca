import { test as base, expect, type Page } from "@playwright/test";
import { CLIENT, type OidcServer, startOidcServer } from "#lib/access/oidc/testing/oidc-server";
import { expectAccessible } from "./accessibility.ts";
import { type App, freePort, startApp } from "./app.ts";
import { addPeople, emailOf, PASSWORD } from "./people.ts";

/** An app whose people sign in only through a provider on loopback, except the engineer, who has the break-glass account. */
const test = base.extend<object, { desk: App & { provider: OidcServer } }>({
  desk: [
    async ({}, use) => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const provider = await startOidcServer(`${url}/sign-in/sso/callback`);
      const app = await startApp({
        PORT: String(port),
        CASEWIRE_URL: url,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: CLIENT.id,
        OIDC_CLIENT_SECRET: CLIENT.secret,
        OIDC_NAME: "Harbour ID",
        OIDC_SCOPES: "openid email profile groups",
        OIDC_ROLES: "kyb=analyst",
        OIDC_ONLY: "on",
        OIDC_BREAK_GLASS: emailOf("engineer"),
      });
      await addPeople(app);
      await use(Object.assign(app, { provider }));
      await app.stop();
      await provider.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

async function goThroughProvider(page: Page, login: string): Promise<void> {
  await page.getByRole("link", { name: "Sign in through Harbour ID" }).click();
  await page.getByLabel("Login").fill(login);
  await page.getByRole("button", { name: "Go on" }).click();
}

test("a person signs in through the provider, and comes to the page they wanted, as their groups say", async ({
  page,
  desk,
}) => {
  desk.provider.accounts.set("nia", {
    sub: "nia",
    email: "nia@harbour.test",
    email_verified: true,
    name: "Nia",
    groups: ["kyb"],
  });
  await page.goto(`${desk.url}/audit`);
  await expectAccessible(page);
  await goThroughProvider(page, "nia");
  await expect(page).toHaveURL(`${desk.url}/audit`);
  await expect(page.getByText("Single sign-on made the account of Nia, as analyst")).toBeVisible();
  const [session] = await page.context().cookies();
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("casewire.sso");

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${desk.url}/sign-in`);
  await page.goto(`${desk.url}/cases`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("who is in no group of ours is told so, and is not signed in", async ({ page, desk }) => {
  desk.provider.accounts.set("eve", {
    sub: "eve",
    email: "eve@harbour.test",
    email_verified: true,
    groups: ["others"],
  });
  await page.goto(`${desk.url}/sign-in`);
  await goThroughProvider(page, "eve");
  await expect(page.getByText("None of your groups")).toBeVisible();
  await page.goto(`${desk.url}/cases`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("passwords are off, but for the account that breaks the glass", async ({ page, desk }) => {
  await page.goto(`${desk.url}/sign-in`);
  await page.getByText("The provider is away").click();
  await page.getByLabel("E-mail").fill(emailOf("analyst"));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("This desk signs in through Harbour ID.")).toBeVisible();
  const headers = { origin: desk.url };
  const data = { email: emailOf("analyst"), password: PASSWORD };
  expect((await page.request.post(`${desk.url}/api/auth/sign-in/email`, { data, headers })).status()).toBe(403);

  await page.getByLabel("E-mail").fill(emailOf("engineer"));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/cases/);
});

test("a link on another site starts nothing", async ({ page, desk }) => {
  const answer = await page.request.get(`${desk.url}/sign-in/sso`, {
    headers: { "sec-fetch-site": "cross-site" },
    maxRedirects: 0,
  });
  expect(answer.headers().location).toBe("/sign-in");
});
