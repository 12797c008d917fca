import { expect } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { test } from "./test.ts";

test("help says what the words mean, and its checklist ticks itself", async ({ as, sender, refId, caseExists }) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto("/help");
  await expect(page.getByText("Settled", { exact: true })).toBeVisible();
  const first = page.getByRole("listitem").filter({ hasText: "Receive the first message" });
  await expect(first).toContainText("(done)");
  await page.goto(`/cases/${refId}`);
  await page.getByRole("textbox", { name: "Note" }).fill("They called");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByText("They called").first()).toBeVisible();
  await page.goto("/help");
  await expect(page.getByRole("listitem").filter({ hasText: "Write a note on a case" })).toContainText("(done)");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test("the API page lists every route with its role, its fields and a command", async ({ as, api }) => {
  const document = await (await api("/api/v1/openapi.json")).json();
  const operations = Object.values<Record<string, { operationId?: string }>>(document.paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId }) => operationId ?? []),
  );
  const page = await as("engineer");
  await page.goto("/help");
  await page.getByRole("link", { name: "The API" }).click();
  await expect(page.getByRole("heading", { name: "API", exact: true })).toBeVisible();
  for (const id of operations) await expect(page.locator(`#${id}`)).toHaveCount(1);
  const put = page.locator("#putBusiness");
  await expect(put.getByText("engineer", { exact: true })).toBeVisible();
  await put.getByText(/^Body/).click();
  await expect(put.getByText("contactEmail").first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
