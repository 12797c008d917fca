import { expect } from "@playwright/test";
import { emailOf, PASSWORD } from "./people.ts";
import { test } from "./test.ts";

test("signing in leads to where one wanted to go; a wrong password keeps what was typed", async ({ page, watch }) => {
  watch.allow(/status of 40[13]/);
  await page.goto("/events?type=unrecognised");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail").fill(emailOf("engineer"));
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The e-mail or the password is wrong.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(emailOf("engineer"));

  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/events?type=unrecognised");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.goto("/events");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("`next` leads to no other site", async ({ page, app }) => {
  await page.goto("/sign-in?next=//example.com/cases");
  await page.getByLabel("E-mail").fill(emailOf("viewer"));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  expect(new URL(page.url()).origin).toBe(app.url);
});
