import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { test } from "./test.ts";

const toasts = (page: Page) => page.getByRole("region", { name: "Notifications, Alt+T" }).getByRole("listitem");

async function assign(page: Page, to: string): Promise<void> {
  await page.getByRole("button", { name: /^Assign/ }).click();
  const dialog = page.getByRole("dialog", { name: "Assign the case" });
  await dialog.getByLabel("Assignee").selectOption({ label: to });
  await dialog.getByRole("button", { name: "Assign" }).click();
  await expect(dialog).toBeHidden();
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error("It is not on the page.");
  return box;
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`two acts in a row are told side by side, and the keyboard reaches both: ${colorScheme}`, async ({
    as,
    sender,
    refId,
    caseExists,
  }) => {
    await sender.send(refId, "IN_PROGRESS");
    const page = await as("analyst", { colorScheme, viewport: { width: 390, height: 844 } });
    await caseExists(refId);
    await page.goto(`/cases/${refId}`);
    await assign(page, "Me (Ana)");
    await expect(toasts(page)).toHaveCount(1);
    // Not gone while the next act is done.
    await toasts(page).first().hover();
    await page.keyboard.press("a");
    await page.keyboard.press("Escape");
    await assign(page, "Nobody");
    await expect(toasts(page)).toHaveCount(2);
    await page.keyboard.press("Alt+t");
    await expect(async () => {
      const [above, below] = [await boxOf(toasts(page).last()), await boxOf(toasts(page).first())];
      expect(above.y + above.height).toBeLessThanOrEqual(below.y);
      expect(below.x).toBeGreaterThanOrEqual(0);
      expect(below.x + below.width).toBeLessThanOrEqual(390);
    }).toPass();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);

    await page.keyboard.press("Tab");
    await expect(toasts(page).first()).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(toasts(page)).toHaveCount(1);
    await expect(toasts(page)).toHaveCount(0, { timeout: 15_000 });
    await expect(page.getByRole("button", { name: /^Assign/ })).toBeFocused();
  });
}

test("a dialog closes on Escape and on a click outside, but not when a press inside ends there, and returns the focus", async ({
  as,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  const page = await as("analyst");
  await caseExists(refId);
  await page.goto(`/cases/${refId}`);
  const opener = page.getByRole("button", { name: "Flag", exact: true });
  const dialog = page.getByRole("dialog", { name: "Flag for follow-up" });
  await opener.click();
  await expect(dialog.getByLabel("Why")).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();

  await opener.press("Enter");
  const { x, y } = await boxOf(dialog);
  await page.mouse.move(x + 30, y + 20);
  await page.mouse.down();
  await page.mouse.move(x - 30, y - 20);
  await page.mouse.up();
  await expect(dialog).toBeVisible();
  await page.mouse.click(x - 30, y - 20);
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

for (const [width, height] of [
  [1440, 900],
  [390, 300],
] as const) {
  test(`a menu opens at its button, inside the window, and Escape returns the focus: ${width} × ${height}`, async ({
    as,
    sender,
    refId,
  }) => {
    await sender.send(refId, "IN_PROGRESS");
    const page = await as("analyst", { viewport: { width, height } });
    await page.goto(`/cases?view=table&q=${refId}`);
    const button = page.getByRole("button", { name: "Columns" });
    const menu = page.locator("[popover]").filter({ hasText: "(shown)" });
    await button.scrollIntoViewIfNeeded();
    await button.click();
    await expect(menu).toBeVisible();
    const [at, opened] = [await boxOf(button), await boxOf(menu)];
    expect(opened.x + opened.width).toBeCloseTo(at.x + at.width, 0);
    const gap = Math.min(Math.abs(opened.y - at.y - at.height), Math.abs(at.y - opened.y - opened.height));
    expect(gap).toBeCloseTo(4, 0);
    expect(opened.x).toBeGreaterThanOrEqual(0);
    expect(opened.y).toBeGreaterThanOrEqual(0);
    expect(opened.y + opened.height).toBeLessThanOrEqual(height);
    await expectAccessible(page);

    await page.keyboard.press("Tab");
    await expect(menu.getByRole("link").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(button).toBeFocused();
  });
}
