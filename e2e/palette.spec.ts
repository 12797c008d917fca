import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { test } from "./test.ts";

const palette = (page: Page) => page.getByRole("dialog", { name: "Command palette" });
const field = (page: Page) => palette(page).getByRole("combobox");

async function openPalette(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(field(page)).toBeFocused({ timeout: 1000 });
  }).toPass();
}

test("by keyboard alone it goes to pages, acts on the page in front and finds things, also with a typing error", async ({
  as,
  api,
  sender,
  refId,
  caseExists,
}) => {
  const name = `Wolkenschieber ${refId.slice(-4)}`;
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const headers = { "content-type": "application/json" };
  await api(`/api/v1/businesses/${refId}`, { method: "PUT", body: JSON.stringify({ name }), headers });
  const page = await as("analyst");
  await page.goto("/cases");

  await openPalette(page);
  await field(page).fill("wolkenschiebr");
  await expect(palette(page).getByRole("option", { name })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/cases/${refId}`);

  await openPalette(page);
  await field(page).fill("flag for");
  await expect(palette(page).getByRole("option", { name: "Flag for follow-up" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Flag for follow-up" })).toBeVisible();
  await page.keyboard.press("Escape");

  await openPalette(page);
  await field(page).fill("audit");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/audit");

  await openPalette(page);
  await field(page).fill(refId);
  await expect(
    palette(page)
      .getByRole("option", { name: new RegExp(refId) })
      .first(),
  ).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/cases/${refId}`);

  await openPalette(page);
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
});

test("it offers a role only its pages", async ({ as }) => {
  const page = await as("viewer");
  await page.goto("/cases");
  await openPalette(page);
  await expect(palette(page).getByRole("option", { name: "Cases" })).toBeVisible();
  await expect(palette(page).getByRole("option", { name: "Events" })).toHaveCount(0);
});

test("it is accessible on a phone, in light and dark, and opens without keys", async ({ as }) => {
  const page = await as("analyst", { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.goto("/cases");
  await page.getByRole("button", { name: "Command palette" }).click();
  await field(page).fill("ca");
  await expect(palette(page).getByRole("option", { name: /^Cases/ })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await expectNoSidewaysScroll(page);
});

test("without a network a search and a link say so, and a form keeps what was typed", async ({
  as,
  sender,
  refId,
  caseExists,
  watch,
}) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED/);
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto(`/cases/${refId}`);
  await openPalette(page);
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Note" }).fill("Spoke to the notary.");
  await page.context().setOffline(true);

  await page.getByRole("textbox", { name: "Note" }).press("Control+Enter");
  await expect(
    page.getByText("This was not sent: there is no connection to the server.", { exact: false }),
  ).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("Spoke to the notary.");
  await page.getByRole("link", { name: "Audit", exact: true }).click();
  await expect(page.getByText("You are offline: the page cannot be loaded.", { exact: false })).toBeVisible();
  await openPalette(page);
  await field(page).fill(refId);
  await expect(palette(page).getByText("The search could not be asked", { exact: false }).last()).toBeVisible();
  await page.keyboard.press("Escape");

  await page.context().setOffline(false);
  await page.getByRole("textbox", { name: "Note" }).press("Control+Enter");
  await expect(page.getByRole("main").getByText("Spoke to the notary.").first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("");
});
