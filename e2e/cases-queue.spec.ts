import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import type { App } from "./app.ts";
import { test } from "./test.ts";

const rows = (page: Page, refId: string) => page.getByRole("row").filter({ hasText: refId });
const theList = (page: Page) => page.getByRole("navigation", { name: "The list" });

/** Flags the cases for Ana, the first of `days` days ago. */
async function flag(app: App, refIds: readonly string[]): Promise<void> {
  for (const [at, refId] of refIds.entries()) {
    await app.sql`
      insert into follow_ups (case_id, reason, due_on, owner_id, created_by)
      select id, 'Ask for the extract', current_date - ${refIds.length - at}::int, 'e2e-analyst', 'Ana' from cases where ref_id = ${refId}`;
  }
}

test.describe("a queue of three overdue follow-ups", () => {
  let refIds: string[];
  test.beforeEach(async ({ sender, refId, caseExists, app }) => {
    refIds = [1, 2, 3].map((n) => `${refId}-${n}`);
    for (const one of refIds) await sender.send(one, "IN_PROGRESS");
    for (const one of refIds) await caseExists(one);
    await flag(app, refIds);
  });

  test("is worked through with the keyboard alone, and the list comes back as it was left", async ({ as, refId }) => {
    const page = await as("analyst");
    await page.goto(`/cases?view=table&attention=overdue&q=${refId}`);
    await expect(rows(page, refId)).toHaveCount(3);
    // The most urgent first: what is overdue for longest.
    await expect(rows(page, refId).first()).toContainText(`${refId}-1`);
    await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await expect(page.getByRole("link", { name: `${refId}-1` })).toBeFocused();
    await page.keyboard.press("Enter");

    await expect(theList(page)).toContainText("1 of 3");
    for (const at of [0, 1]) {
      await expect(page.getByRole("heading", { level: 1, name: refIds[at] })).toBeVisible();
      await page.keyboard.press("v");
      await expect(page.getByLabel("How did it end?")).toBeFocused();
      await page.keyboard.type("They sent it");
      await page.keyboard.press("Tab");
      await expect(page.getByRole("button", { name: "Resolve and next" })).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { level: 1, name: refIds[at + 1] })).toBeVisible();
    }
    await expect(theList(page)).toContainText("1 of 1");
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1, name: refIds[1] })).toBeVisible();
    await expect(theList(page)).toContainText("No longer in the list, 1 left");
    await page.keyboard.press("j");
    await expect(page.getByRole("heading", { level: 1, name: refIds[2] })).toBeVisible();
    await page.getByRole("link", { name: "Cases", exact: true }).last().focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`/cases?view=table&q=${refId}&attention=overdue`);
    await expect(rows(page, refId)).toHaveCount(1);
    await expect(page.getByRole("link", { name: `${refId}-3` })).toBeFocused();
  });

  test("opens by a click on a row, chooses by x, and selected text opens nothing", async ({ as, refId }) => {
    const page = await as("analyst");
    await page.goto(`/cases?view=table&due=late&q=${refId}`);
    await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();
    await page.keyboard.press("j");
    await expect(page.getByRole("link", { name: `${refId}-1` })).toBeFocused();
    await page.keyboard.press("x");
    await expect(page.getByRole("region", { name: "Chosen cases" })).toContainText("1 case chosen");
    const row = rows(page, refId).nth(1);
    const text = await row.getByText("Ask for the extract").boundingBox();
    if (!text) throw new Error("no reason");
    await page.mouse.move(text.x + 2, text.y + text.height / 2);
    await page.mouse.down();
    await page.mouse.move(text.x + text.width / 2, text.y + text.height / 2, { steps: 4 });
    await page.mouse.up();
    expect(await page.evaluate(() => getSelection()?.toString())).not.toBe("");
    await expect(page).toHaveURL(/\/cases\?/);
    await page.evaluate(() => getSelection()?.removeAllRanges());
    await row.getByRole("cell").nth(2).click();
    await expect(page.getByRole("heading", { level: 1, name: refIds[1] })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("link", { name: `${refId}-2` })).toBeFocused();
  });

  test("is worked on the board too, by keys and by its column", async ({ as, refId }) => {
    const page = await as("analyst");
    await page.goto(`/cases?q=${refId}&sort=urgent`);
    await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();
    const card = page.getByRole("listitem").filter({ hasText: `${refId}-1` });
    await expect(card).toContainText("Ask for the extract");
    await expect(card).toContainText("Ana");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await expect(page.getByRole("region", { name: "Chosen cases" })).toContainText("1 case chosen");
    await page.keyboard.press("x");
    await expect(page.getByRole("region", { name: "Chosen cases" })).toBeHidden();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(theList(page)).toContainText("2 of 3");
    await page.keyboard.press("j");
    await expect(theList(page)).toContainText("3 of 3");
    await page.getByRole("link", { name: "Cases", exact: true }).last().click();
    await expect(page).toHaveURL(`/cases?q=${refId}&sort=urgent`);
    await expect(page.getByRole("link", { name: `${refId}-3` })).toBeFocused();
  });
});

test("filters are the address: several reasons at once, and those of the menu", async ({
  as,
  sender,
  refId,
  app,
  caseExists,
}) => {
  await sender.send(`${refId}-1`, "IN_PROGRESS");
  await sender.send(`${refId}-2`, "IN_REVIEW");
  for (const n of [1, 2]) await caseExists(`${refId}-${n}`);
  await flag(app, [`${refId}-1`]);
  const page = await as("analyst");
  await page.goto(`/cases?view=table&q=${refId}`);
  await expect(rows(page, refId)).toHaveCount(2);
  const strip = page.getByRole("navigation", { name: "Needs attention" });
  // The counts are those of the search.
  await expect(strip.getByRole("link", { name: "Overdue 1" })).toBeVisible();
  await strip.getByRole("link", { name: "Overdue 1" }).click();
  await expect(rows(page, refId)).toHaveCount(1);
  await strip.getByRole("link", { name: /^Missing message/ }).click();
  await expect(page).toHaveURL(/attention=overdue%2Cgap/);
  await expect(rows(page, refId)).toHaveCount(2);

  await page.getByRole("button", { name: "More filters" }).click();
  await page.getByRole("combobox", { name: "Follow-up owner" }).selectOption({ label: "Mine" });
  await expect(page).toHaveURL(/owner=me/);
  await expect(rows(page, refId)).toHaveCount(1);
  await page.reload();
  await expect(rows(page, refId)).toHaveCount(1);
  await page.getByRole("button", { name: "More filters, 1 in use" }).click();
  await page.getByLabel("Days in state").fill("3");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("No case matches")).toBeVisible();
});

test("a saved view stands in the sidebar, says what is new in it, and is shared by its link", async ({
  as,
  sender,
  refId,
  caseExists,
  watch,
}) => {
  await sender.send(`${refId}-1`, "IN_REVIEW");
  await caseExists(`${refId}-1`);
  const page = await as("analyst");
  await page.goto("/cases?turn=provider");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByLabel("Name").fill(`With the provider ${refId}`);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const link = page.getByRole("complementary").getByRole("link", { name: `With the provider ${refId}` });
  await expect(link).toHaveAttribute("aria-current", "page");

  await sender.send(`${refId}-2`, "IN_REVIEW");
  await caseExists(`${refId}-2`);
  await page.goto("/audit");
  await expect(link).toContainText("1 new");
  await link.click();
  await expect(page).toHaveURL("/cases?turn=provider");
  await expect(page.getByRole("link", { name: `${refId}-2` })).toBeVisible();
  await expect(link).not.toContainText("new");

  await page.getByRole("button", { name: /^The view/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Share" }).click();
  await expect(page.getByText("Shared.").first()).toBeVisible();
  const address = await link.getAttribute("href");
  const engineer = await as("engineer");
  await engineer.goto(address ?? "");
  await expect(engineer).toHaveURL("/cases?turn=provider");
  watch.allow(/404 \(Not Found\)/);
  const viewer = await as("viewer");
  const answer = await viewer.goto(address ?? "");
  expect(answer?.status()).toBe(404);
  await viewer.goto("/cases");
  expect(await viewer.content()).not.toContain(`With the provider ${refId}`);

  await page.getByRole("button", { name: /^The view/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(link).toBeHidden();
});

test("the board of all cases leaves out what ended long ago, and says how much", async ({
  as,
  sender,
  refId,
  app,
  caseExists,
}) => {
  const day = 86_400_000;
  await sender.send(refId, "COMPLETED", { at: new Date(Date.now() - day) });
  await caseExists(refId);
  await app.sql`update cases set status_since = now() - interval '8 days' where ref_id = ${refId}`;
  const page = await as("analyst");
  await page.goto("/cases");
  const earlier = page
    .getByRole("region", { name: "Completed" })
    .getByRole("link", { name: /ended more than 7 days ago/ });
  await expect(earlier).toBeVisible();
  await expect(page.getByRole("link", { name: refId })).toBeHidden();
  await earlier.click();
  await expect(rows(page, refId)).toHaveCount(1);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`a list is worked through on a phone, in ${colorScheme}`, async ({
    as,
    sender,
    refId,
    app,
    caseExists,
  }, info) => {
    for (const n of [1, 2]) await sender.send(`${refId}-${n}`, "IN_PROGRESS");
    for (const n of [1, 2]) await caseExists(`${refId}-${n}`);
    await flag(app, [`${refId}-1`, `${refId}-2`]);
    const page = await as("analyst", { colorScheme, viewport: { width: 390, height: 844 } });
    await page.goto(`/cases?attention=overdue&q=${refId}`);
    await expect(page.getByRole("link", { name: `${refId}-1` })).toBeVisible();
    await page.getByRole("button", { name: "More filters" }).click();
    await expect(page.getByLabel("Days in state")).toBeInViewport();
    await expectAccessible(page);
    await page.screenshot({ path: info.outputPath("filters.png") });
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: `${refId}-1` }).click();
    const next = theList(page).getByRole("link", { name: "Next" });
    expect((await next.boundingBox())?.height).toBeGreaterThanOrEqual(40);
    await expectAccessible(page);
    await page.screenshot({ path: info.outputPath("case.png") });
    await next.click();
    await expect(page.getByRole("heading", { level: 1, name: `${refId}-2` })).toBeVisible();
    await expectNoSidewaysScroll(page);
  });
}
